using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>An event whose presales are managed.</summary>
/// <param name="Dates">By beginning.</param>
/// <param name="Categories">The seat categories that have a price at some date, by name.</param>
public sealed record PresaleEvent(
    Core.Common.EventId Id, OrganizationId Organization, string Title, IReadOnlyList<PresaleEventDate> Dates, IReadOnlyList<PresaleCategory> Categories);

/// <param name="TimeZone">The venue's IANA zone.</param>
public sealed record PresaleEventDate(PerformanceId Id, DateTimeOffset StartsAt, string TimeZone, DateTimeOffset OnSaleAt);

/// <param name="Key">The plan's key of the category.</param>
/// <param name="ByCode">It has a price that is sold with an access code only, at some date.</param>
public sealed record PresaleCategory(string Key, string Name, bool ByCode);

/// <summary>A presale with its counts.</summary>
/// <param name="Uses">Orders that have a use of one of its codes.</param>
public sealed record PresaleRow(Presale Presale, IReadOnlyList<PerformanceId> Dates, int Codes, int Revoked, long Uses);

/// <summary>Reads presales of organizations whose sales the caller runs.</summary>
public sealed class PresaleReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    private const string EventSql = "SELECT organization_id, title FROM catalog_events WHERE id = @event";
    private const string DatesSql = """
        SELECT id, starts_at, time_zone, on_sale_at FROM catalog_performances WHERE event_id = @event ORDER BY starts_at, id
        """;
    private const string CategoriesSql = """
        SELECT t.category, min(t.name) AS name, bool_or(t.by_code) AS by_code
        FROM catalog_tiers t
        JOIN catalog_performances f ON f.id = t.performance_id
        WHERE f.event_id = @event
        GROUP BY t.category
        ORDER BY min(t.name), t.category
        """;

    /// <summary>Null: there is no such event, or the caller does not run its sales.</summary>
    public async Task<PresaleEvent?> FindEventAsync(Core.Common.EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var batch = database.CreateBatch();
        foreach (var sql in new[] { EventSql, DatesSql, CategoriesSql })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter("event", id.Value) } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var (organization, title) = (new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("title"));
        if (!caller.Runs(organization, id))
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken);
        var dates = new List<PresaleEventDate>();
        while (await reader.ReadAsync(cancellationToken))
        {
            dates.Add(new PresaleEventDate(
                new PerformanceId(reader.GetGuid("id")), await reader.GetFieldValueAsync<DateTimeOffset>("starts_at", cancellationToken),
                reader.GetString("time_zone"), await reader.GetFieldValueAsync<DateTimeOffset>("on_sale_at", cancellationToken)));
        }

        await reader.NextResultAsync(cancellationToken);
        var categories = new List<PresaleCategory>();
        while (await reader.ReadAsync(cancellationToken))
        {
            categories.Add(new PresaleCategory(reader.GetString("category"), reader.GetString("name"), reader.GetBoolean("by_code")));
        }

        return new PresaleEvent(id, organization, title, dates, categories);
    }

    /// <summary>An event's presales, by opening.</summary>
    public async Task<IReadOnlyList<PresaleRow>> ListAsync(Core.Common.EventId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var presales = await db.Set<Presale>().AsNoTracking().Where(presale => presale.EventId == id)
            .OrderBy(presale => presale.OpensAt).ThenBy(presale => presale.Id).ToListAsync(cancellationToken);
        return await RowsAsync(db, presales, cancellationToken);
    }

    /// <summary>Null: there is no such presale, or the caller does not run its sales.</summary>
    public async Task<PresaleRow?> FindAsync(PresaleId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var presales = await db.Set<Presale>().AsNoTracking().Where(presale => presale.Id == id).ToListAsync(cancellationToken);
        return (await RowsAsync(db, presales, cancellationToken)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<PresaleRow>> RowsAsync(
        OrganizationContext db, List<Presale> presales, CancellationToken cancellationToken)
    {
        var ids = presales.ConvertAll(presale => presale.Id);
        var dates = (await db.Set<PresaleDate>().AsNoTracking().Where(date => ids.Contains(date.PresaleId)).ToListAsync(cancellationToken))
            .ToLookup(date => date.PresaleId, date => date.PerformanceId);
        var counts = await db.Set<AccessCode>().Where(code => ids.Contains(code.PresaleId)).GroupBy(code => code.PresaleId)
            .Select(group => new
            {
                group.Key,
                Codes = group.Count(),
                Revoked = group.Count(code => code.RevokedAt != null),
                Uses = group.Sum(code => (long)code.Uses),
            }).ToDictionaryAsync(count => count.Key, cancellationToken);
        return
        [
            .. presales.Select(presale => counts.TryGetValue(presale.Id, out var count)
                ? new PresaleRow(presale, [.. dates[presale.Id]], count.Codes, count.Revoked, count.Uses)
                : new PresaleRow(presale, [.. dates[presale.Id]], 0, 0, 0)),
        ];
    }
}
