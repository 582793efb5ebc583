using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>Settings under <c>Events</c>.</summary>
public sealed class EventsOptions
{
    public const string Section = "Events";

    /// <summary>How long facts are kept in the outbox, in days; longer while a consumer has not read them.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 35;
}

[OptionsValidator]
internal sealed partial class EventsOptionsValidator : IValidateOptions<EventsOptions>;
