using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.App.BackOffice;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>Texts of waiting rooms in the back office.</summary>
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
        RoomMode.Off => texts["Off: everyone goes straight in"],
        RoomMode.Scheduled => texts["Scheduled: pre-queue, draw, sale"],
        RoomMode.Auto => texts["Automatic, when many people arrive"],
        RoomMode.Closed => texts["Closed: nobody is let in"],
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
        RoomRefusal.NotFound => texts["You no longer manage this performance."],
        RoomRefusal.Invalid => texts["Nothing was changed. Check the marked fields."],
        RoomRefusal.Changed => texts["Somebody else has changed this room in the meantime. Your changes were not saved; check the current settings."],
    };

    public static string Describe(LinkState state, bool isSpent, IStringLocalizer<Texts> texts) => state switch
    {
        LinkState.Open => isSpent ? texts["Used up"] : texts["Open"],
        LinkState.Expired => texts["Expired"],
        LinkState.Revoked => texts["Revoked"],
    };

    /// <summary>Name of an audit action that its changes do not show.</summary>
    public static string Act(string action, IStringLocalizer<Texts> texts) => action switch
    {
        "admission-link.made" => texts["Link created"],
        "admission-link.revoked" => texts["Link revoked"],
        _ => "",
    };

    /// <summary>Name of a settings field in the audit trail.</summary>
    public static string Field(string name, IStringLocalizer<Texts> texts) => name switch
    {
        "mode" => texts["Mode"],
        "command" => texts["Command"],
        "preQueueAt" => texts["Pre-queue opens"],
        "startsAt" => texts["Sale starts"],
        "perMinute" => texts["People per minute"],
        "perMinuteMin" => texts["Lowest rate"],
        "burst" => texts["At once after a quiet period"],
        "activeMax" => texts["Maximum in the shop"],
        "claimSeconds" => texts["Time to come in"],
        "passSeconds" => texts["A pass is valid for"],
        "failedHoldPercent" => texts["Failed holds"],
        "checkoutMilliseconds" => texts["Checkout time"],
        "arrivalsPerMinute" => texts["Arrivals per minute"],
        "message" => texts["Message"],
        "link" => texts["Skip-the-line link"],
        "people" => texts["People"],
        _ => name,
    };

    /// <summary>Value of a settings field in the audit trail.</summary>
    public static string Value(string field, string? value, string zone, IStringLocalizer<Texts> texts) => (field, value) switch
    {
        (_, null or "") => "–",
        ("mode", _) when EnumWords.TryFromWord<RoomMode>(value, out var mode) => Describe(mode, texts),
        ("command", _) when EnumWords.TryFromWord<RoomCommand>(value, out var command) => Describe(command, texts),
        ("preQueueAt" or "startsAt", _) when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var time) => IsSet(time) ? DeskTime.Text(time, zone) : "–",
        _ => value,
    };

    /// <summary>Whether a time is set; unset times are at or before the Unix epoch.</summary>
    public static bool IsSet(DateTimeOffset time) => time > DateTimeOffset.UnixEpoch;

    /// <summary>A duration; below an hour with seconds.</summary>
    public static string Length(TimeSpan length, IStringLocalizer<Texts> texts) => length.TotalHours >= 1
        ? texts["{0} h {1} min", (int)length.TotalHours, length.Minutes]
        : length.TotalMinutes >= 1 ? texts["{0} min {1} s", length.Minutes, length.Seconds] : texts["{0} s", length.Seconds];
}
