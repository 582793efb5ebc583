using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>Events and organizations of performances, kept in memory: they do not change.</summary>
internal sealed class SalesTopics(NpgsqlDataSource database)
{
    private const int KeptMax = 10_000;

    private readonly ConcurrentDictionary<PerformanceId, SalesTopic> _kept = new();

    public async Task<IReadOnlyList<SalesTopic>> OfAsync(
        IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var unknown = performances.Where(performance => !_kept.ContainsKey(performance)).Select(performance => performance.Value).ToArray();
        if (unknown.Length > 0)
        {
            await ReadAsync(unknown, cancellationToken);
        }

        return [.. performances.Select(performance => _kept.GetValueOrDefault(performance)).Distinct()];
    }

    private async Task ReadAsync(Guid[] performances, CancellationToken cancellationToken)
    {
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        await using var command = database.CreateCommand(
            "SELECT id, organization_id, event_id FROM catalog_performances WHERE id = ANY (@ids)").With("ids", performances);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _kept[new PerformanceId(reader.GetGuid("id"))] = new SalesTopic(reader.GetGuid("organization_id"), reader.GetGuid("event_id"));
        }
    }
}
