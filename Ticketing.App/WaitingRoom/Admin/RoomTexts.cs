using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.App.BackOffice;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>Rooms in words.</summary>
internal static class RoomTexts
{
    public static string Describe(RoomPhase phase, IStringLocalizer<Texts> texts) => phase switch
    {
        RoomPhase.Off => texts["No waiting room"],
        RoomPhase.Announced => texts["Announced"],
        RoomPhase.PreQueue => texts["Pre-queue"],
        RoomPhase.Drawing => texts["Drawing lots"],
        RoomPhase.Live => texts["Letting people in"],
        RoomPhase.Paused => texts["Paused"],
        RoomPhase.Draining => texts["Draining"],
        RoomPhase.SoldOut => texts["Sold out"],
        RoomPhase.Closed => texts["Closed"],
    };

    public static string BadgeOf(RoomPhase phase) => phase switch
    {
        RoomPhase.Off => "",
        RoomPhase.Announced or RoomPhase.PreQueue or RoomPhase.Drawing => "badge-info",
        RoomPhase.Live => "badge-success",
        RoomPhase.Paused or RoomPhase.Draining => "badge-warning",
        RoomPhase.SoldOut or RoomPhase.Closed => "badge-danger",
    };

    public static string Describe(RoomMode mode, IStringLocalizer<Texts> texts) => mode switch
    {
        RoomMode.Off => texts["Off: everybody walks in"],
        RoomMode.Scheduled => texts["By the clock: pre-queue, draw, sale"],
        RoomMode.Auto => texts["By itself, when many come"],
        RoomMode.Closed => texts["Closed: nobody gets in"],
    };

    public static string Describe(RoomCommand command, IStringLocalizer<Texts> texts) => command switch
    {
        RoomCommand.Run => texts["Let people in"],
        RoomCommand.Pause => texts["Pause"],
        RoomCommand.Drain => texts["Drain"],
    };

    public static string Describe(GovernorReason reason, IStringLocalizer<Texts> texts) => reason switch
    {
        GovernorReason.FailedHolds => texts["Slower: too many holds find their seats taken."],
        GovernorReason.SlowCheckout => texts["Slower: orders take too long."],
        GovernorReason.Backlog => texts["Slower: holds and orders are piling up."],
    };

    public static string Describe(RoomRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        RoomRefusal.NotFound => texts["This performance is not yours to run any more."],
        RoomRefusal.Invalid => texts["Nothing was changed. See what is marked below."],
        RoomRefusal.Changed => texts["Somebody else has changed this room meanwhile. Nothing of yours was saved; look at what is set now."],
    };

    public static string Describe(LinkState state, bool isSpent, IStringLocalizer<Texts> texts) => state switch
    {
        LinkState.Open => isSpent ? texts["Used up"] : texts["Open"],
        LinkState.Over => texts["Over"],
        LinkState.Revoked => texts["Revoked"],
    };

    /// <summary>What was done, where its changes do not say it.</summary>
    public static string Act(string action, IStringLocalizer<Texts> texts) => action switch
    {
        "admission-link.made" => texts["Link made"],
        "admission-link.revoked" => texts["Link revoked"],
        _ => "",
    };

    /// <summary>A field of the settings as the trail names it.</summary>
    public static string Field(string name, IStringLocalizer<Texts> texts) => name switch
    {
        "mode" => texts["Mode"],
        "command" => texts["Command"],
        "preQueueAt" => texts["Pre-queue opens"],
        "startsAt" => texts["Sale starts"],
        "perMinute" => texts["People a minute"],
        "perMinuteMin" => texts["Lowest rate"],
        "burst" => texts["At once after a quiet moment"],
        "activeMax" => texts["In the shop at most"],
        "claimSeconds" => texts["Time to come in"],
        "passSeconds" => texts["A pass is good for"],
        "failedHoldPercent" => texts["Failed holds"],
        "checkoutMilliseconds" => texts["Time for an order"],
        "arrivalsPerMinute" => texts["Arrivals a minute"],
        "message" => texts["Message"],
        "link" => texts["Link past the queue"],
        "people" => texts["People"],
        _ => name,
    };

    /// <summary>A value of the settings as the trail shows it.</summary>
    public static string Value(string field, string? value, string zone, IStringLocalizer<Texts> texts) => (field, value) switch
    {
        (_, null or "") => "–",
        ("mode", _) when EnumWords.TryFromWord<RoomMode>(value, out var mode) => Describe(mode, texts),
        ("command", _) when EnumWords.TryFromWord<RoomCommand>(value, out var command) => Describe(command, texts),
        ("preQueueAt" or "startsAt", _) when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var time) => IsSet(time) ? DeskTime.Text(time, zone) : "–",
        _ => value,
    };

    /// <summary>Settings that never had a time have the first one there is.</summary>
    public static bool IsSet(DateTimeOffset time) => time > DateTimeOffset.UnixEpoch;

    /// <summary>A length of time, to the second below an hour.</summary>
    public static string Length(TimeSpan length, IStringLocalizer<Texts> texts) => length.TotalHours >= 1
        ? texts["{0} h {1} min", (int)length.TotalHours, length.Minutes]
        : length.TotalMinutes >= 1 ? texts["{0} min {1} s", length.Minutes, length.Seconds] : texts["{0} s", length.Seconds];
}
