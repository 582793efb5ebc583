using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Which orders of an organization a list, an export or a message is about. Null and empty: no condition.</summary>
/// <param name="Search">Order number, name, address, seat label or a card's last four digits; a part of it, in any case.</param>
/// <param name="From">The first day on which the order was placed, UTC.</param>
/// <param name="To">The last day on which the order was placed, UTC.</param>
/// <param name="NeedsAttention">Only orders that a member has marked.</param>
public sealed record OrderFilter(
    OrganizationId Organization,
    string? Search = null,
    EventId? Event = null,
    PerformanceId? Performance = null,
    OrderStatus? Status = null,
    DateOnly? From = null,
    DateOnly? To = null,
    bool NeedsAttention = false)
{
    public const int SearchLengthMax = 200;

    /// <summary>The only events whose orders count; null: all. Set by <see cref="For"/>, not by the caller's choice.</summary>
    public IReadOnlyCollection<EventId>? Within { get; init; }

    /// <summary>This filter for the orders that a caller serves; null: they serve none of the organization.</summary>
    public OrderFilter? For(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !caller.ServesSomeBuyersOf(Organization) ? null
            : caller.IsLimitedIn(Organization) ? this with { Within = [.. caller.Events[Organization]] }
            : this with { Within = null };
    }
}
