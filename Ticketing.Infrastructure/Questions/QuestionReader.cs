using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Questions;

/// <summary>An event whose questions are managed.</summary>
/// <param name="Categories">The seat categories that have a price at some date, by name.</param>
public sealed record QuestionEvent(EventId Id, OrganizationId Organization, string Title, IReadOnlyList<QuestionCategory> Categories);

/// <param name="Key">The plan's key of the category.</param>
public sealed record QuestionCategory(string Key, string Name);

/// <summary>Reads questions of organizations whose sales the caller runs.</summary>
public sealed class QuestionReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    private const string EventSql = "SELECT organization_id, title FROM catalog_events WHERE id = @event";
    private const string CategoriesSql = """
        SELECT t.category, min(t.name) AS name
        FROM catalog_tiers t
        JOIN catalog_performances f ON f.id = t.performance_id
        WHERE f.event_id = @event
        GROUP BY t.category
        ORDER BY min(t.name), t.category
        """;

    /// <summary>Null: there is no such event, or the caller does not run its sales.</summary>
    public async Task<QuestionEvent?> FindEventAsync(EventId id, Caller caller, CancellationToken cancellationToken)
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

        var (organization, title) = (new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("title"));
        await reader.NextResultAsync(cancellationToken);
        var categories = new List<QuestionCategory>();
        while (await reader.ReadAsync(cancellationToken))
        {
            categories.Add(new QuestionCategory(reader.GetString("category"), reader.GetString("name")));
        }

        return caller.Runs(organization, id) ? new QuestionEvent(id, organization, title, categories) : null;
    }

    /// <summary>An event's questions by position, removed ones last.</summary>
    public async Task<IReadOnlyList<EventQuestion>> ListAsync(EventId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<EventQuestion>().AsNoTracking().Where(question => question.EventId == id)
            .OrderBy(question => question.RemovedAt != null).ThenBy(question => question.Position).ThenBy(question => question.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Null: there is no such question, or the caller does not run its sales.</summary>
    public async Task<EventQuestion?> FindAsync(QuestionId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<EventQuestion>().AsNoTracking().SingleOrDefaultAsync(question => question.Id == id, cancellationToken);
    }
}
