using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.Attendees;

/// <summary>Query of an organization's tickets.</summary>
/// <param name="Filter">Of their orders; its search finds all tickets of an order that has the name of an attendee.</param>
/// <param name="Tier">The name of a price tier; empty: all.</param>
/// <param name="After">The last row of the page before; null: the first page.</param>
public sealed record ListAttendees(OrderFilter Filter, string Tier, OrderItemId? After, Caller Caller);

/// <summary>A live seat with its ticket.</summary>
/// <param name="Attendee">Null: no name was given.</param>
/// <param name="Answers">To the questions per attendee, in words; null: none.</param>
public sealed record AttendeeRow(
    OrderItemId Item, string Number, string Buyer, string Email, string? Attendee, string Seat, string Tier, TicketStatus Ticket, string Event,
    DateTimeOffset StartsAt, string TimeZone, string? Answers)
{
    /// <summary>The name of its reduction; null: none.</summary>
    public string? Reduction { get; init; }
}

/// <summary>A page of attendees, the newest first.</summary>
/// <param name="Next">For <see cref="ListAttendees.After"/>; null on the last page.</param>
public sealed record AttendeeList(IReadOnlyList<AttendeeRow> Rows, OrderItemId? Next);

/// <summary>A performance to choose.</summary>
public sealed record PerformanceChoice(PerformanceId Id, EventId Event, string Title, DateTimeOffset StartsAt, string TimeZone);

/// <summary>Lists the holders of tickets for who serves the buyers of an organization; others find none.</summary>
public sealed class AttendeeReader(OrganizationContexts contexts, IDbContextFactory<TicketingDbContext> all)
{
    private const int PageSize = 50;
    private const int ChoicesMax = 500;

    public async Task<AttendeeList> ListAsync(ListAttendees query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Filter.For(query.Caller) is not { } filter)
        {
            return new AttendeeList([], null);
        }

        // The search's rows are in no context of an organization; the filter names it.
        await using var db = await all.CreateDbContextAsync(cancellationToken);
        var found = OrderFilters.Matching(db, filter);
        var items = Behind(db, query.After).AsNoTracking().Where(item => item.Live && item.TicketStatus != null);

        // Implied by the orders, for the index of live seats.
        var performances = PerformancesOf(db, filter);
        items = items.Where(item => performances.Any(performance => performance.Id == item.PerformanceId));
        if (query.Tier.Length > 0)
        {
            items = items.Where(item => item.TierName == query.Tier);
        }

        // Orders are searched by the names on their tickets, too: a tree of conditions with "or" would read all tickets.
        items = items.Where(item => found.Any(order => order.Id == item.OrderId));
        var rows = await (
            from item in items.OrderByDescending(item => item.Id).Take(PageSize + 1)
            join order in db.Orders on item.OrderId equals order.Id
            join performance in db.PerformanceFacts on item.PerformanceId equals performance.Id
            orderby item.Id descending
            select new AttendeeRow(
                item.Id, order.Number, order.Name, order.Email, item.AttendeeName, item.Label, item.TierName, item.TicketStatus!.Value,
                performance.EventTitle, performance.StartsAt, performance.TimeZone,
                db.Set<OrderAnswerText>().Where(answers => answers.OrderId == order.Id && answers.ItemId == item.Id)
                    .Select(answers => answers.Text).FirstOrDefault())
            {
                Reduction = item.Reduction,
            }).ToListAsync(cancellationToken);
        var page = rows.Take(PageSize).ToList();
        return new AttendeeList(page, rows.Count > PageSize ? page[^1].Item : null);
    }

    /// <summary>The organization's performances, the latest first, at most 500.</summary>
    public async Task<IReadOnlyList<PerformanceChoice>> PerformancesAsync(
        OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForBoxOffice(caller);
        return await db.PerformanceFacts.Where(performance => performance.OrganizationId == organization)
            .OrderByDescending(performance => performance.StartsAt).ThenBy(performance => performance.Id).Take(ChoicesMax)
            .Select(performance => new PerformanceChoice(
                performance.Id, performance.EventId, performance.EventTitle, performance.StartsAt, performance.TimeZone))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The names of the price tiers of sold seats, by name.</summary>
    /// <param name="ofEvent">Null: of all events.</param>
    public async Task<IReadOnlyList<string>> TiersAsync(
        OrganizationId organization, EventId? ofEvent, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForBoxOffice(caller);
        var performances = db.PerformanceFacts.Where(performance => performance.OrganizationId == organization);
        if (ofEvent is { } id)
        {
            performances = performances.Where(performance => performance.EventId == id);
        }

        return await CatalogTiers.NamesOf(db, performances.Select(performance => performance.Id)).Take(ChoicesMax).ToListAsync(cancellationToken);
    }

    private static IQueryable<PerformanceFacts> PerformancesOf(TicketingDbContext db, OrderFilter filter)
    {
        var performances = db.PerformanceFacts.Where(performance => performance.OrganizationId == filter.Organization);
        if (filter.Event is { } ofEvent)
        {
            performances = performances.Where(performance => performance.EventId == ofEvent);
        }

        return filter.Performance is { } id ? performances.Where(performance => performance.Id == id) : performances;
    }

    // Ids are UUIDv7 of the time of placing.
    private static IQueryable<OrderItem> Behind(TicketingDbContext db, OrderItemId? after) => after is { } last
        ? db.OrderItems.FromSql($"SELECT * FROM order_items WHERE id < {last.Value}")
        : db.OrderItems;
}
