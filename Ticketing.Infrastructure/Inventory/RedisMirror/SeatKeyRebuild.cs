using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// Rebuilds the Redis keys of performances from PostgreSQL. May run concurrently with holds: a key deleted wrongly costs a query, and
/// keys younger than <see cref="SeatKeys.PendingLife"/> are kept.
/// </summary>
internal sealed class SeatKeyRebuild(NpgsqlDataSource database, SeatKeys keys, TimeProvider time)
{
    private const string OnSaleSql = "SELECT DISTINCT performance_id FROM holds WHERE status = 'active'";
    private const string HeldSql = """
        SELECT s.seat_index, h.owner_hash, s.held_until
        FROM seats s
        JOIN holds h ON h.id = s.hold_id
        WHERE s.performance_id = @performance AND s.status = 1
        """;
    private const string CountSql = "SELECT seat_count FROM catalog_performances WHERE id = @performance";

    /// <summary>Rebuilds all performances with active holds, and <paramref name="others"/>.</summary>
    /// <returns>False: Redis is unavailable.</returns>
    public async Task<bool> AllAsync(IReadOnlyCollection<PerformanceId> others, CancellationToken cancellationToken)
    {
        var performances = others.ToHashSet();
        await using var command = database.CreateCommand(OnSaleSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            performances.Add(new PerformanceId(reader.GetGuid("performance_id")));
        }

        return await SomeAsync(performances, cancellationToken);
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<bool> SomeAsync(IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken)
    {
        foreach (var performance in performances)
        {
            if (!await keys.TryReconcileAsync(
                performance, await SeatCountAsync(performance, cancellationToken), await HeldAsync(performance, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<int> SeatCountAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(CountSql);
        command.With("performance", performance.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is int count ? count : 0;
    }

    private async Task<Dictionary<int, SeatKeyChange>> HeldAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HeldSql);
        command.With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var held = new Dictionary<int, SeatKeyChange>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var life = await reader.GetFieldValueAsync<DateTimeOffset>("held_until", cancellationToken) - time.GetUtcNow();
            if (life > TimeSpan.Zero)
            {
                var seat = reader.GetInt32("seat_index");
                held.Add(seat, new SeatKeyChange(
                    seat, HoldOwner.FromHash(await reader.GetFieldValueAsync<byte[]>("owner_hash", cancellationToken)), life));
            }
        }

        return held;
    }
}
