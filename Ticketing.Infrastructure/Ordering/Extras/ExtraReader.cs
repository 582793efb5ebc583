using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>An event whose extras are managed.</summary>
/// <param name="Currency">Null: the event has no dates yet.</param>
/// <param name="TaxBasisPoints">The tax of the event's tickets; 0: it has no dates yet.</param>
/// <param name="Categories">The seat categories that have a price at some date, by name.</param>
public sealed record ExtraEvent(
    EventId Id, OrganizationId Organization, string Title, string? Currency, int TaxBasisPoints, IReadOnlyList<ExtraCategory> Categories);

/// <param name="Key">The plan's key of the category.</param>
public sealed record ExtraCategory(string Key, string Name);

/// <summary>Reads extras of organizations whose sales the caller runs.</summary>
public sealed class ExtraReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    private const string EventSql = """
        SELECT e.organization_id, e.title, p.currency, coalesce(t.tax_basis_points, 0) AS tax_basis_points
        FROM catalog_events e
        LEFT JOIN catalog_performances p ON p.event_id = e.id
        LEFT JOIN catalog_tiers t ON t.performance_id = p.id
        WHERE e.id = @event
        ORDER BY p.starts_at, p.id, t.ordinal
        LIMIT 1
        """;
    private const string CategoriesSql = """
        SELECT t.category, min(t.name) AS name
        FROM catalog_tiers t
        JOIN catalog_performances f ON f.id = t.performance_id
        WHERE f.event_id = @event
        GROUP BY t.category
        ORDER BY min(t.name), t.category
        """;

    /// <summary>Null: there is no such event, or the caller does not run its sales.</summary>
    public async Task<ExtraEvent?> FindEventAsync(EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var batch = database.CreateBatch();
        foreach (var sql in new[] { EventSql, CategoriesSql })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter("event", id.Value) } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var organization = new OrganizationId(reader.GetGuid("organization_id"));
        var title = reader.GetString("title");
        var currency = await reader.IsDBNullAsync("currency", cancellationToken) ? null : reader.GetString("currency");
        var tax = reader.GetInt32("tax_basis_points");
        await reader.NextResultAsync(cancellationToken);
        var categories = new List<ExtraCategory>();
        while (await reader.ReadAsync(cancellationToken))
        {
            categories.Add(new ExtraCategory(reader.GetString("category"), reader.GetString("name")));
        }

        return caller.Runs(organization, id) ? new ExtraEvent(id, organization, title, currency, tax, categories) : null;
    }

    /// <summary>An event's extras by position, removed ones last.</summary>
    public async Task<IReadOnlyList<Extra>> ListAsync(EventId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<Extra>().AsNoTracking().Where(extra => extra.EventId == id)
            .OrderBy(extra => extra.RemovedAt != null).ThenBy(extra => extra.Position).ThenBy(extra => extra.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Null: there is no such extra, or the caller does not run its sales.</summary>
    public async Task<Extra?> FindAsync(ExtraId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<Extra>().AsNoTracking().SingleOrDefaultAsync(extra => extra.Id == id, cancellationToken);
    }
}
