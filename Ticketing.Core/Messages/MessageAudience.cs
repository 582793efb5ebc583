using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Core.Messages;

/// <summary>Whose orders a message is about. Of several orders with one address, the newest gets the mail.</summary>
/// <param name="Event">Null: all events of the organization.</param>
/// <param name="Performances">Empty: all of the event.</param>
/// <param name="Tiers">Names of price tiers, of which an order has a seat; empty: any.</param>
/// <param name="Statuses">From <see cref="StatusesAllowed"/>; at least one.</param>
public sealed record MessageAudience(
    EventId? Event, IReadOnlyList<PerformanceId> Performances, IReadOnlyList<string> Tiers, IReadOnlyList<OrderStatus> Statuses)
{
    public const int PerformancesMax = 200;
    public const int TiersMax = 50;
    public const int TierLengthMax = 100;

    /// <summary>The fault of an audience of all events, for who is limited to some.</summary>
    public const string EventNeeded = "Choose one of your events.";

    /// <summary>Orders that were paid once, or were free.</summary>
    public static readonly IReadOnlyList<OrderStatus> StatusesAllowed =
        [OrderStatus.Paid, OrderStatus.PartiallyRefunded, OrderStatus.Refunded, OrderStatus.Cancelled];

    /// <summary>All who have a ticket of the organization.</summary>
    public static MessageAudience Usual { get; } = new(null, [], [], [OrderStatus.Paid, OrderStatus.PartiallyRefunded]);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static MessageAudience Read(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The audience is null.");
        return new MessageAudience(
            stored.Event is { } id ? new EventId(id) : null,
            [.. stored.Performances.Select(PerformanceId.From)],
            stored.Tiers,
            [.. stored.Statuses.Select(EnumWords.FromWord<OrderStatus>)]);
    }

    public string ToJson() => JsonSerializer.Serialize(
        new Stored(Event?.Value, [.. Performances.Select(id => id.Value)], [.. Tiers], [.. Statuses.Select(status => status.ToWord())]),
        JsonSerializerOptions.Web);

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<MessageFault> Faults()
    {
        List<MessageFault> faults = [];
        if (Statuses.Count == 0 || Statuses.Any(status => !StatusesAllowed.Contains(status)))
        {
            faults.Add(new MessageFault(nameof(Statuses), "Choose which orders: paid, partly refunded, refunded or cancelled."));
        }

        if (Performances.Count > PerformancesMax || (Performances.Count > 0 && Event is null))
        {
            faults.Add(new MessageFault(nameof(Performances), "Choose an event first, then at most 200 of its performances."));
        }

        if (Tiers.Count > TiersMax || Tiers.Any(tier => !TypedText.IsText(tier) || tier.Length > TierLengthMax))
        {
            faults.Add(new MessageFault(nameof(Tiers), "Choose at most 50 price tiers by their names."));
        }

        return faults;
    }

    private sealed record Stored(Guid? Event, Guid[] Performances, string[] Tiers, string[] Statuses);
}
