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

    /// <param name="feed">It has been read for this request.</param>
    public async Task<PackChanges> ReadAsync(
        NpgsqlConnection connection, DoorHead head, DoorFeed feed, long last, PackMark mark, KnownDevice device, CancellationToken cancellationToken)
    {
        if (mark.Epoch != head.Epoch || mark.Seq < 0 || mark.Seq > last || last - mark.Seq > BehindMax)
        {
            return new PackChanges(head.Epoch, NeedsPack: true, last, HasMore: false, [], null, null);
        }

        var performance = head.Rules.Date.Id;
        if (feed.Find(mark.Seq, ChangesMax) is not { } changes)
        {
            // Later changes than that may be in the rows: a device gets them again with the next sync, which changes nothing.
            var (to, refs) = await ChangedAsync(connection, performance.Value, mark.Seq, cancellationToken);
            var read = await PackRows.SomeAsync(connection, null, performance, refs, cancellationToken);
            return await ChangesOfAsync(connection, head, (to, to < last), read, read, device, cancellationToken);
        }

        // Of several changes of a ticket the last one.
        var reached = changes.Count > 0 ? changes[^1].Seq : mark.Seq;
        List<PackRow> rows = [.. changes.Where(change => change.Row is not null).GroupBy(change => change.Row!.Ref).Select(of => of.Last().Row!)];
        long[] named = [.. changes.Where(change => change is { IsOfTicket: true, Row: not null }).Select(change => change.Row!.Ref.Stored).Distinct()];
        return await ChangesOfAsync(
            connection, head, (reached, reached < last), rows,
            named.Length > 0 ? await PackRows.SomeAsync(connection, null, performance, named, cancellationToken) : [], device, cancellationToken);
    }

    // Entries change nothing about names: these go along with changes of tickets themselves.
    private async Task<PackChanges> ChangesOfAsync(
        NpgsqlConnection connection, DoorHead head, (long To, bool HasMore) reached, List<PackRow> rows, List<PackRow> named, KnownDevice device,
        CancellationToken cancellationToken)
    {
        var changes = new PackChanges(head.Epoch, NeedsPack: false, reached.To, reached.HasMore, PackRows.Pack(rows, head), null, null);
        if (named.Count == 0)
        {
            return changes;
        }

        return device.Can(DeviceCapability.Search)
            ? changes with { Search = SealedNote.Seal(await keys.OfAsync(head.Organization, cancellationToken), PackRows.SearchText(named)) }
            : changes with
            {
                SealedNotes = PackRows.Seal(
                    rows, named.ToDictionary(row => row.Ref),
                    await PackRows.GroupsAsync(connection, null, head.Rules.Date.Id, named, cancellationToken)),
            };
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
