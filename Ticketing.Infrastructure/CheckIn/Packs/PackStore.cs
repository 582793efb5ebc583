using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Packs;

/// <summary>A pack, ready to send.</summary>
/// <param name="Seq">The last change in it.</param>
/// <param name="Brotli">Compressed JSON.</param>
/// <param name="Length">Before compression; bytes.</param>
public sealed record BuiltPack(string Epoch, long Seq, DateTimeOffset BuiltAt, ReadOnlyMemory<byte> Brotli, long Length)
{
    public string ETag => $"\"{Epoch}.{Seq}\"";
}

/// <summary>
/// Builds packs, each once for all devices of an instance. While scans come in, a pack is at most a minute old: what happened since comes with
/// the next sync.
/// </summary>
public sealed class PackStore(NpgsqlDataSource database, DoorHeads heads, SearchKeys keys, TimeProvider time) : IDisposable
{
    private const int CacheMax = 20;
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(PerformanceId, bool), Task<BuiltPack>> _packs = new();
    private readonly SemaphoreSlim _building = new(1);

    /// <summary>The pack of a performance for a device; null: the device was not made for it, or it has no door.</summary>
    public async Task<BuiltPack?> FindAsync(PerformanceId performance, KnownDevice device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!device.Serves(performance) || await heads.FindAsync(performance, cancellationToken) is not { } head || head.Organization != device.Organization)
        {
            return null;
        }

        var searches = device.Can(DeviceCapability.Search);
        if (await FindFreshAsync(performance, searches, head, cancellationToken) is { } fresh)
        {
            return fresh;
        }

        await _building.WaitAsync(cancellationToken);
        try
        {
            if (await FindFreshAsync(performance, searches, head, cancellationToken) is { } meanwhile)
            {
                return meanwhile;
            }

            if (_packs.Count >= CacheMax)
            {
                _packs.Clear();
            }

            // Whoever asked first may be gone before it is built: the others want it, too.
            var built = await BuildAsync(head, searches, CancellationToken.None);
            _packs[(performance, searches)] = Task.FromResult(built);
            return built;
        }
        finally
        {
            _building.Release();
        }
    }

    public void Dispose() => _building.Dispose();

    private async Task<BuiltPack?> FindFreshAsync(PerformanceId performance, bool searches, DoorHead head, CancellationToken cancellationToken)
    {
        if (!_packs.TryGetValue((performance, searches), out var known))
        {
            return null;
        }

        var pack = await known;
        return pack.Epoch == head.Epoch
            && (time.GetUtcNow() - pack.BuiltAt < AgeMax || pack.Seq == await SeqAsync(performance, cancellationToken)) ? pack : null;
    }

    private async Task<long> SeqAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT seq FROM checkin_doors WHERE performance_id = @performance")
            .With("performance", performance.Value);
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? -1L);
    }

    private async Task<BuiltPack> BuildAsync(DoorHead head, bool searches, CancellationToken cancellationToken)
    {
        var performance = head.Rules.Date.Id;
        List<PackRow> rows;
        long seq;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken))
        {
            // One snapshot: the number, and tickets and entries with exactly the changes up to it.
            await using var command = new NpgsqlCommand("SELECT seq FROM checkin_doors WHERE performance_id = @performance", connection, transaction);
            seq = (long)(await command.With("performance", performance.Value).ExecuteScalarAsync(cancellationToken))!;
            rows = await PackRows.AllAsync(connection, transaction, performance, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var now = time.GetUtcNow();
        var groups = rows.ToLookup(row => row.Order, row => row.Ref);
        var search = searches ? SealedNote.Seal(await keys.OfAsync(head.Organization, cancellationToken), PackRows.SearchText(rows)) : null;
        var (brotli, length) = PackWriter.Write(
            head, seq, now, PackRows.Pack(rows, head), searches ? null : PackRows.Seal(rows, rows.ToDictionary(row => row.Ref), groups), search);
        return new BuiltPack(head.Epoch, seq, now, brotli, length);
    }
}
