using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>The events' trending scores in the search, for those who calculate them.</summary>
public static class TrendingScores
{
    private static readonly BatchTable<KeyValuePair<EventId, double>> Scores = new BatchTable<KeyValuePair<EventId, double>>("scores")
        .Column("event", score => score.Key)
        .Column("thousandths", score => (long)Math.Round(score.Value * 1000));

    private static readonly SqlScript Write = SqlScript.Of(
        """
        UPDATE search.names n SET trending = v.trending
        FROM (
          SELECT o.event, coalesce(s.thousandths / 1000.0, 0)::real AS trending
          FROM search.names o LEFT JOIN {{scores}} AS s ON s.event = o.event
        ) AS v
        WHERE n.event = v.event AND n.trending <> v.trending
        """, Scores);

    /// <summary>Replaces the scores of all events: those without one get 0.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyDictionary<EventId, double> scores,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scores);
        // Passes write the same rows in another order.
        await SearchProjection.LockAsync(isWaiting: true, connection, transaction, cancellationToken);
        await using var command = Write.On(connection, transaction).With(Scores, scores.ToList());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
