using System.Data;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Packs;

/// <summary>Reads the tickets that have changed since a device's pack.</summary>
internal sealed class PackDeltas(SearchKeys keys)
{
    // Of one answer; a device that has more to get asks again at once.
    private const int ChangesMax = 2000;

    // A pack is less than so many changes.
    private const long BehindMax = 100_000;

    private static readonly SqlScript Changed = SqlScript.Of(
        """
        SELECT c.seq, c.ref
        FROM checkin_changes c
        WHERE c.performance_id = @performance AND c.seq > @since
        ORDER BY c.seq
        LIMIT @max
        """);

    public async Task<PackChanges> ReadAsync(
        NpgsqlConnection connection, DoorHead head, PackMark mark, KnownDevice device, CancellationToken cancellationToken)
    {
        var performance = head.Rules.Date.Id;
        var last = await LastAsync(connection, performance.Value, cancellationToken);
        if (mark.Epoch != head.Epoch || mark.Seq < 0 || mark.Seq > last || last - mark.Seq > BehindMax)
        {
            return new PackChanges(head.Epoch, NeedsPack: true, last, HasMore: false, [], null, null);
        }

        var (to, refs) = await ChangedAsync(connection, performance.Value, mark.Seq, cancellationToken);
        if (refs.Length == 0)
        {
            return new PackChanges(head.Epoch, NeedsPack: false, mark.Seq, HasMore: false, [], null, null);
        }

        // Later changes than that may be in the rows: a device gets them again with the next sync, which changes nothing.
        var rows = await PackRows.SomeAsync(connection, null, performance, refs, cancellationToken);
        var packed = PackRows.Pack(rows, head);
        return device.Can(DeviceCapability.Search)
            ? new PackChanges(
                head.Epoch, NeedsPack: false, to, HasMore: to < last, packed, null,
                SealedNote.Seal(await keys.OfAsync(head.Organization, cancellationToken), PackRows.SearchText(rows)))
            : new PackChanges(
                head.Epoch, NeedsPack: false, to, HasMore: to < last, packed,
                PackRows.Seal(rows, await PackRows.GroupsAsync(connection, null, performance, rows, cancellationToken)), null);
    }

    private static async Task<long> LastAsync(NpgsqlConnection connection, Guid performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT seq FROM checkin_doors WHERE performance_id = @performance", connection);
        return (long)(await command.With("performance", performance).ExecuteScalarAsync(cancellationToken) ?? -1L);
    }

    private static async Task<(long To, long[] Refs)> ChangedAsync(
        NpgsqlConnection connection, Guid performance, long since, CancellationToken cancellationToken)
    {
        await using var command = Changed.On(connection).With("performance", performance).With("since", since).With("max", ChangesMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<long> refs = [];
        var to = since;
        while (await reader.ReadAsync(cancellationToken))
        {
            to = reader.GetInt64("seq");
            refs.Add(reader.GetInt64("ref"));
        }

        return (to, [.. refs]);
    }
}
