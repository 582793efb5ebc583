using System.Data;
using Npgsql;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>Handles <see cref="ReadSearchLog"/>.</summary>
public sealed class SearchLogReader(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly SqlScript Script = SqlScript.Of(
        """
        SELECT q.query, sum(q.count)::bigint AS asked, coalesce(sum(q.count) FILTER (WHERE NOT q.is_found), 0)::bigint AS without_hits
        FROM search_queries q
        WHERE q.day > @after
        GROUP BY q.query
        HAVING sum(q.count) FILTER (WHERE NOT @missed OR NOT q.is_found) >= @min
        ORDER BY CASE WHEN @missed THEN sum(q.count) FILTER (WHERE NOT q.is_found) ELSE sum(q.count) END DESC, q.query COLLATE "C"
        LIMIT @max
        """);

    /// <returns>Null for others than admins.</returns>
    public async Task<SearchLogReport?> HandleAsync(ReadSearchLog query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Caller.IsAdmin
            ? new SearchLogReport(await ReadAsync(isMissed: false, cancellationToken), await ReadAsync(isMissed: true, cancellationToken))
            : null;
    }

    private async Task<IReadOnlyList<LoggedQuery>> ReadAsync(bool isMissed, CancellationToken cancellationToken)
    {
        await using var command = Script.On(database)
            .With("after", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-SearchLogReport.Days))
            .With("missed", isMissed).With("min", (long)SearchLogReport.CountMin).With("max", SearchLogReport.LengthMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var queries = new List<LoggedQuery>();
        while (await reader.ReadAsync(cancellationToken))
        {
            queries.Add(new LoggedQuery(reader.GetString("query"), reader.GetInt64("asked"), reader.GetInt64("without_hits")));
        }

        return queries;
    }
}
