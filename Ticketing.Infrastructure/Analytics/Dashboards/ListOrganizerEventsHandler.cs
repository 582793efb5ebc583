using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Dashboards;

/// <summary>Handles <see cref="ListOrganizerEvents"/>.</summary>
public sealed class ListOrganizerEventsHandler(NpgsqlDataSource database, TimeProvider time)
{
    public const int PageSize = 25;

    private const int SearchLengthMax = 200;

    private static readonly SqlScript ReadEvents = SqlScript.Load("organizer-events.sql");
    private static readonly SqlScript ReadSales = SqlScript.Load("sales-of-events.sql");

    /// <returns>Without events for those who are no members.</returns>
    public async Task<OrganizerEventList> HandleAsync(ListOrganizerEvents query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!query.Caller.Sees(query.Organization))
        {
            return new OrganizerEventList([], null);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await EventsAsync(connection, query, cancellationToken);
        var page = rows.Take(PageSize).ToList();
        IReadOnlyList<OrganizerEvent> events = page.ConvertAll(row => row.Event);
        if (query.Caller.SeesSomeFiguresOf(query.Organization) && events.Count > 0)
        {
            events = await WithSalesAsync(connection, events, cancellationToken);
        }

        return new OrganizerEventList(events, rows.Count > PageSize ? page[^1].Place : null);
    }

    private async Task<List<(OrganizerEvent Event, EventCursor Place)>> EventsAsync(
        NpgsqlConnection connection, ListOrganizerEvents query, CancellationToken cancellationToken)
    {
        // What has no character that a title could have, finds nothing.
        var search = PlainText.Searchable(query.Search, SearchLengthMax);
        var rows = new List<(OrganizerEvent, EventCursor)>();
        if (search.Length == 0 && !string.IsNullOrWhiteSpace(query.Search))
        {
            return rows;
        }

        await using var command = ReadEvents.On(connection)
            .With("organization", query.Organization.Value).With("is_limited", query.Caller.IsLimitedIn(query.Organization))
            .With("events", EventsOf(query)).With("is_past", query.When == EventsWhen.Past).With("search", search)
            .With("now", time.GetUtcNow()).With("has_cursor", query.After is not null)
            .With("at", query.After?.At ?? DateTimeOffset.UnixEpoch).With("id", query.After?.Event ?? Guid.Empty).With("max", PageSize + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(EventOf(reader));
        }

        return rows;
    }

    // Not read if the caller is not limited.
    private static Guid[] EventsOf(ListOrganizerEvents query) =>
        query.Caller.Events.TryGetValue(query.Organization, out var events) ? [.. events.Select(id => id.Value)] : [];

    private static (OrganizerEvent Event, EventCursor Place) EventOf(NpgsqlDataReader reader)
    {
        var zone = reader.IsDBNull("time_zone") ? null : reader.GetString("time_zone");
        return (
            new OrganizerEvent(
                new EventId(reader.GetGuid("id")), reader.GetString("slug"), reader.GetString("title"), reader.GetString("status"),
                reader.GetInt32("performances"),
                zone is null ? null : VenueTime.At(reader.GetFieldValue<DateTimeOffset>("starts_at"), zone), zone,
                reader.IsDBNull("venue_name") ? null : reader.GetString("venue_name"), reader.GetInt64("capacity"), null, null),
            new EventCursor(reader.GetFieldValue<DateTimeOffset>("sort_at"), reader.GetGuid("id")));
    }

    private static async Task<IReadOnlyList<OrganizerEvent>> WithSalesAsync(
        NpgsqlConnection connection, IReadOnlyList<OrganizerEvent> events, CancellationToken cancellationToken)
    {
        var sums = new List<(Guid Event, string Currency, SalesSums Sums)>();
        await using var command = ReadSales.On(connection).With("events", events.Select(each => each.Id.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sums.Add((reader.GetGuid("event_id"), reader.GetString("currency"), reader.Sums()));
        }

        var byEvent = sums.ToLookup(row => row.Event, row => (row.Currency, row.Sums));
        return
        [
            .. events.Select(each => each with
            {
                Sold = byEvent[each.Id.Value].Sum(row => row.Sums.Seats - row.Sums.SeatsReturned),
                Totals = SalesTotal.Of(byEvent[each.Id.Value]),
            }),
        ];
    }
}
