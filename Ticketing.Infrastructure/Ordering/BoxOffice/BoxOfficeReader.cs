using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>A date that the box office can sell.</summary>
/// <param name="TimeZone">The venue's IANA zone.</param>
/// <param name="Free">Seats that are on sale to the public.</param>
public sealed record BoxOfficeDate(
    PerformanceId Id, string Title, string Venue, string City, DateTimeOffset StartsAt, string TimeZone, string Currency, int Free, int Sold);

/// <summary>A date with what the member's page of it shows.</summary>
public sealed record BoxOfficeDesk(SeatSale Sale, SellingFacts Facts, bool IsOpen)
{
    /// <summary>What seats would cost if they were held at a time, fees and taxes included, or why their reductions are refused.</summary>
    public Outcome<Money, SellRefusal> Quote(IEnumerable<SeatIndex> seats, ChosenReductions reductions, DateTimeOffset now)
    {
        var terms = Facts.Terms;
        var prices = HeldPrices.Of(Facts, seats, reductions, now);
        return prices.Refusal is { } refusal
            ? BoxOfficePricing.RefusalOf(refusal)
            : new Money(
                OrderPricing.Calculate(prices.Items, null, terms.Organization.PricesIncludeTax, terms.Currency).Sum(amounts => amounts.Total),
                terms.Currency);
    }
}

/// <summary>The member's basket.</summary>
/// <param name="Items">By seat.</param>
/// <param name="Total">Fees and taxes included.</param>
public sealed record BoxOfficeBasket(HoldId Hold, IReadOnlyList<CheckoutItem> Items, Money Total)
{
    /// <summary>The reductions that the seats have, also those that a group price undercuts.</summary>
    public required ChosenReductions Chosen { get; init; }

    /// <summary>Why the seats cannot be sold with these reductions; null: they can.</summary>
    public required SellRefusal? Refusal { get; init; }

    /// <summary>Tiers that cost less with a few more seats: the tier's name, how many more, and what each seat costs then.</summary>
    public required IReadOnlyList<(string Tier, int Seats, Money Price)> Missing { get; init; }
}

/// <summary>Reads what the box office sells, for members who serve the organization's buyers.</summary>
public sealed class BoxOfficeReader(
    NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, SeatSaleReader sales, SellingFactsCache selling, SeatCounts counts,
    BoxOfficeHoldHandler holds, TimeProvider time)
{
    private const int DatesMax = 100;

    private const string DatesSql = """
        SELECT id, event_title, venue_name, city, starts_at, time_zone, currency
        FROM catalog_performances
        WHERE organization_id = @organization AND (NOT @limited OR event_id = ANY (@events)) AND is_public AND status = 'scheduled' AND event_status <> 'cancelled' AND starts_at > @since
        ORDER BY starts_at, id
        LIMIT @max
        """;

    /// <summary>The next dates of an organization that the caller can sell, by time.</summary>
    public async Task<IReadOnlyList<BoxOfficeDate>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.ServesSomeBuyersOf(organization))
        {
            return [];
        }

        var dates = new List<BoxOfficeDate>();
        await using (var command = database.CreateCommand(DatesSql))
        {
            var isLimited = caller.IsLimitedIn(organization);
            command.With("organization", organization.Value).With("limited", isLimited)
                .With("events", isLimited ? caller.Events[organization].Select(of => of.Value).ToArray() : []).With("since", time.GetUtcNow() - BoxOfficeSale.DoorTime).With("max", DatesMax);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                dates.Add(new BoxOfficeDate(
                    new PerformanceId(reader.GetGuid("id")), reader.GetString("event_title"), reader.GetString("venue_name"),
                    reader.GetString("city"), await reader.GetFieldValueAsync<DateTimeOffset>("starts_at", cancellationToken),
                    reader.GetString("time_zone"), reader.GetString("currency"), 0, 0));
            }
        }

        var seats = await counts.OfAsync([.. dates.Select(date => date.Id)], cancellationToken);
        return [.. dates.Select(date => seats.TryGetValue(date.Id, out var count) ? date with { Free = count.Free, Sold = count.Sold } : date)];
    }

    /// <summary>Null: there is no such public performance, or the caller does not serve its buyers.</summary>
    public async Task<BoxOfficeDesk?> FindAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await selling.GetAsync(performance, cancellationToken) is not { } facts
            || !caller.ServesBuyersOf(facts.Terms.Organization.Id, facts.Terms.Event)
            || await sales.ReadForBoxOfficeAsync(performance, cancellationToken) is not { } sale)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return new BoxOfficeDesk(sale, facts, BoxOfficeSale.IsOpen(facts.SaleStateAt(now), facts.Terms.Status, facts.Terms.StartsAt, now));
    }

    /// <summary>The member's seats of a performance; null: none.</summary>
    /// <param name="reductions">Reductions to evaluate without storing them; null: those of the hold.</param>
    public async Task<BoxOfficeBasket?> FindBasketAsync(
        PerformanceId performance, Caller caller, CancellationToken cancellationToken, ChosenReductions? reductions = null)
    {
        if (await holds.FindHoldAsync(performance, caller, cancellationToken) is not { } held
            || await selling.GetAsync(performance, cancellationToken) is not { } facts)
        {
            return null;
        }

        // Seats, prices and choices are those of one reading of the hold's row.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await OrderHolds.FindAsync(db, held.Id, cancellationToken) is not { Status: HoldStatus.Active } hold)
        {
            return null;
        }

        var chosen = (reductions ?? ChosenReductions.Read(hold.Reductions)).For(hold.Seats.Select(seat => new SeatIndex(seat)));
        var prices = HeldPrices.Of(facts, hold, chosen);
        var items = CheckoutItems.Of(facts, hold, prices, null, facts.Terms.Organization.PricesIncludeTax, time.GetUtcNow());
        return new BoxOfficeBasket(hold.Id, items, new Money(items.Sum(item => item.Amounts.Total), facts.Terms.Currency))
        {
            Chosen = chosen,
            Refusal = prices.Refusal is { } refusal ? BoxOfficePricing.RefusalOf(refusal) : null,
            Missing = CheckoutItems.Missing(facts, hold, prices, items),
        };
    }
}
