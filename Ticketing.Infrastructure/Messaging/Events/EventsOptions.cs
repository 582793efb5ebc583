using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>Settings under <c>Events</c>.</summary>
public sealed class EventsOptions
{
    public const string Section = "Events";

    /// <summary>Value of <see cref="Log"/>: Redis Streams.</summary>
    public const string RedisLog = "redis";

    /// <summary>Value of <see cref="Log"/>: a topic of Kafka.</summary>
    public const string KafkaLog = "kafka";

    /// <summary>What carries facts from the relay to consumers.</summary>
    [Required, RegularExpression($"^({RedisLog}|{KafkaLog})$", ErrorMessage = $"The {{0}} field must be {RedisLog} or {KafkaLog}.")]
    public string Log { get; set; } = RedisLog;

    [Required, ValidateObjectMembers]
    public KafkaOptions Kafka { get; set; } = new();

    /// <summary>How long facts are kept in the outbox, in days; longer while a consumer has not read them.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 35;
}

[OptionsValidator]
internal sealed partial class EventsOptionsValidator : IValidateOptions<EventsOptions>;
