using System.Data;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>A date that the box office can sell.</summary>
/// <param name="TimeZone">The venue's IANA zone.</param>
/// <param name="Free">Seats that are on sale to the public.</param>
public sealed record BoxOfficeDate(
    PerformanceId Id, string Title, string Venue, string City, DateTimeOffset StartsAt, string TimeZone, string Currency, int Free, int Sold);

/// <summary>A date with what the member's page of it shows.</summary>
public sealed record BoxOfficeDesk(SeatSale Sale, SellingFacts Facts, bool IsOpen);

/// <summary>The member's basket.</summary>
/// <param name="Total">Fees and taxes included.</param>
public sealed record BoxOfficeBasket(HeldSeats Held, Money Total);

/// <summary>Reads what the box office sells, for members who serve the organization's buyers.</summary>
public sealed class BoxOfficeReader(
    NpgsqlDataSource database, SeatSaleReader sales, SellingFactsCache selling, SeatCounts counts, BoxOfficeHoldHandler holds, TimeProvider time)
{
    private const int DatesMax = 100;

    private const string DatesSql = """
        SELECT id, event_title, venue_name, city, starts_at, time_zone, currency
        FROM catalog_performances
        WHERE organization_id = @organization AND is_public AND status = 'scheduled' AND event_status <> 'cancelled' AND starts_at > @since
        ORDER BY starts_at, id
        LIMIT @max
        """;

    /// <summary>The next dates of an organization that can be sold, by time.</summary>
    public async Task<IReadOnlyList<BoxOfficeDate>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.ServesBuyersOf(organization))
        {
            return [];
        }

        var dates = new List<BoxOfficeDate>();
        await using (var command = database.CreateCommand(DatesSql))
        {
            command.With("organization", organization.Value).With("since", time.GetUtcNow() - BoxOfficeSale.DoorTime).With("max", DatesMax);
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
        if (await selling.GetAsync(performance, cancellationToken) is not { } facts || !caller.ServesBuyersOf(facts.Terms.Organization.Id)
            || await sales.ReadForBoxOfficeAsync(performance, cancellationToken) is not { } sale)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return new BoxOfficeDesk(sale, facts, BoxOfficeSale.IsOpen(facts.SaleStateAt(now), facts.Terms.Status, facts.Terms.StartsAt, now));
    }

    /// <summary>The member's seats of a performance; null: none.</summary>
    public async Task<BoxOfficeBasket?> FindBasketAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken) =>
        await holds.FindHoldAsync(performance, caller, cancellationToken) is { } held
        && await selling.GetAsync(performance, cancellationToken) is { } facts
            ? new BoxOfficeBasket(held, BoxOfficePricing.TotalOf(facts, held))
            : null;
}
