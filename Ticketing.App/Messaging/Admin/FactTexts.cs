using Microsoft.Extensions.Localization;
using Ticketing.Infrastructure.Messaging.Events.Consuming;

namespace Ticketing.App.Messaging.Admin;

/// <summary>Words for facts and their states.</summary>
internal static class FactTexts
{
    /// <summary>The zone of times that belong to no venue.</summary>
    public const string Zone = "Etc/UTC";

    /// <summary>The time since something was recorded.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset now, IStringLocalizer<Texts> texts) => since is not { } begin
        ? texts["none"]
        : (now - begin) switch
        {
            { TotalMinutes: < 2 } age => texts["{0:N0} s", Math.Max(0, age.TotalSeconds)],
            { TotalHours: < 2 } age => texts["{0:N0} min", age.TotalMinutes],
            var age => texts["{0:N0} h", age.TotalHours],
        };

    public static string Describe(DeadLetterStatus status, int attempts, IStringLocalizer<Texts> texts) => status switch
    {
        DeadLetterStatus.Waiting => attempts == 0 ? texts["Waits behind another"] : texts["Is tried again"],
        DeadLetterStatus.Parked => texts["Needs a person"],
        DeadLetterStatus.Skipped => texts["Skipped"],
    };

    public static string BadgeOf(DeadLetterStatus status) => status switch
    {
        DeadLetterStatus.Waiting => "badge-warning",
        DeadLetterStatus.Parked => "badge-danger",
        DeadLetterStatus.Skipped => "",
    };
}
