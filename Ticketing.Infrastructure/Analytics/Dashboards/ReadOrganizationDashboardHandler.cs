using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Analytics.Dashboards;

/// <summary>Handles <see cref="ReadOrganizationDashboard"/>. Viewers share what was read.</summary>
public sealed class ReadOrganizationDashboardHandler(NpgsqlDataSource database, SalesFeed feed, TimeProvider time)
{
    private const int PerformancesMax = 12;
    private const int OrdersMax = 8;

    private static readonly SqlScript ReadSpans = SqlScript.Load("organization-spans.sql");
    private static readonly SqlScript ReadPerformances = SqlScript.Load("organization-performances.sql");
    private static readonly SqlScript ReadDays = SqlScript.Load("sales-by-day.sql");

    private readonly SharedReads<OrganizationId, OrganizationDashboard> _reads = new(feed);

    /// <returns>Null: there is no such organization, or the caller may not see its figures.</returns>
    public async Task<OrganizationDashboard?> HandleAsync(
        ReadOrganizationDashboard query, Freshness freshness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!query.Caller.SeesFiguresOf(query.Organization))
        {
            return null;
        }

        var read = await _reads.ReadAsync(query.Organization, freshness, stop => ReadAsync(query.Organization, stop), cancellationToken);
        return read is null || query.Caller.ServesBuyersOf(query.Organization)
            ? read
            : read with { Orders = [.. read.Orders.Select(order => order with { Name = null })] };
    }

    private async Task<OrganizationDashboard?> ReadAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await DashboardSnapshot.BeginAsync(connection, cancellationToken);
        var spans = await SpansAsync(connection, organization, now, cancellationToken);
        var performances = await PerformancesAsync(connection, organization, now, cancellationToken);
        return new OrganizationDashboard(
            organization, performances.Count > 0 || await HasEventsAsync(connection, organization, cancellationToken),
            SalesTotal.Of(spans[0]), SalesTotal.Of(spans[1]), SalesTotal.Of(spans[2]),
            await WithDaysAsync(connection, performances.Take(PerformancesMax), now, cancellationToken),
            performances.Count > PerformancesMax,
            await NewestOrders.ReadAsync(connection, organization, OrdersMax, cancellationToken), now);
    }

    private static async Task<ILookup<int, (string Currency, SalesSums Sums)>> SpansAsync(
        NpgsqlConnection connection, OrganizationId organization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = new List<(int Span, string Currency, SalesSums Sums)>();
        await using var command = ReadSpans.On(connection).With("organization", organization.Value).With("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetInt32("span"), reader.GetString("currency"), reader.Sums()));
        }

        return rows.ToLookup(row => row.Span, row => (row.Currency, row.Sums));
    }

    private static async Task<List<UpcomingPerformance>> PerformancesAsync(
        NpgsqlConnection connection, OrganizationId organization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var performances = new List<UpcomingPerformance>();
        await using var command = ReadPerformances.On(connection)
            .With("organization", organization.Value).With("now", now).With("max", PerformancesMax + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            performances.Add(PerformanceOf(reader, now));
        }

        return performances;
    }

    private static UpcomingPerformance PerformanceOf(NpgsqlDataReader reader, DateTimeOffset now)
    {
        var zone = reader.GetString("time_zone");
        return new UpcomingPerformance(
            new PerformanceId(reader.GetGuid("id")), new EventId(reader.GetGuid("event_id")), reader.GetString("event_title"),
            VenueTime.At(reader.GetFieldValue<DateTimeOffset>("starts_at"), zone), zone, reader.GetString("venue_name"),
            reader.GetString("city"), reader.StateAt(now), reader.GetBoolean("is_public"), reader.GetInt32("seat_count"),
            reader.GetInt64("sold"), reader.GetInt64("sold_in_week"), new Money(reader.GetInt64("net"), reader.GetString("currency")), []);
    }

    private static async Task<IReadOnlyList<UpcomingPerformance>> WithDaysAsync(
        NpgsqlConnection connection, IEnumerable<UpcomingPerformance> performances, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<UpcomingPerformance> all = [.. performances];
        var seats = new Dictionary<(Guid Performance, DateOnly Day), long>();
        if (all.Count > 0)
        {
            // A day more: the first day begins earlier in the east.
            await using var command = ReadDays.On(connection).With("performances", all.ConvertAll(each => each.Id.Value).ToArray())
                .With("since", now.AddDays(-UpcomingPerformance.DaysShown - 1));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                seats[DayOf(reader)] = reader.GetInt64("seats");
            }
        }

        return all.ConvertAll(each => each with { Days = DaysOf(each, seats, now) });
    }

    private static (Guid Performance, DateOnly Day) DayOf(NpgsqlDataReader reader) =>
        (reader.GetGuid("performance_id"), reader.GetFieldValue<DateOnly>("day"));

    private static IReadOnlyList<long> DaysOf(
        UpcomingPerformance performance, Dictionary<(Guid Performance, DateOnly Day), long> seats, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(VenueTime.At(now, performance.TimeZone).DateTime);
        return
        [
            .. Enumerable.Range(0, UpcomingPerformance.DaysShown)
                .Select(day => seats.GetValueOrDefault((performance.Id.Value, today.AddDays(day + 1 - UpcomingPerformance.DaysShown)))),
        ];
    }

    private static async Task<bool> HasEventsAsync(
        NpgsqlConnection connection, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM catalog_events WHERE organization_id = @organization)", connection)
            .With("organization", organization.Value);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
