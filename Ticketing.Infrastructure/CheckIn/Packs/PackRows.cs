using System.Buffers;
using System.Buffers.Binary;
using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Packs;

/// <summary>A ticket as packs and deltas have it.</summary>
internal sealed record PackRow(
    TicketRef Ref, TicketId Ticket, OrderId Order, int Seat, string Tier, string? Reduction, AdmissionState State, string OrderNumber, string Name,
    EntryState Entry, GateId? LastGate, DateTimeOffset? LastAt);

/// <summary>Reads tickets of doors, and writes them in the form that devices read.</summary>
internal static class PackRows
{
    /// <summary>
    /// The changes of a door after a number, with their tickets, without names. In: performance, since, max.
    /// </summary>
    public const string ChangesSql =
        $"""
        SELECT c.seq, c.kind, {Columns}, '' AS order_number, '' AS name
        FROM checkin_changes c
        LEFT JOIN door_tickets d ON d.performance_id = c.performance_id AND d.ref = c.ref
        LEFT JOIN ticket_entries e ON e.performance_id = c.performance_id AND e.ref = c.ref
        WHERE c.performance_id = @performance AND c.seq > @since
        ORDER BY c.seq
        LIMIT @max
        """;

    private const string Columns =
        """
        d.ref, d.ticket_id, d.order_id, d.seat_index, d.tier_name, d.reduction,
          CASE WHEN d.blocked_at IS NOT NULL AND d.state = 'valid' THEN 'blocked' ELSE d.state END AS state,
          coalesce(e.state, 'never') AS entry, e.last_gate_id, e.last_at
        """;

    // Names are looked up for each ticket (OFFSET 0 keeps PostgreSQL from joining the tables).
    private const string Select =
        $"""
        SELECT {Columns}, coalesce(a.order_number, '') AS order_number, coalesce(a.name, '') AS name
        FROM door_tickets d
        LEFT JOIN LATERAL (SELECT t.order_number, t.name FROM admission_tickets t WHERE t.ticket_id = d.ticket_id OFFSET 0) AS a ON true
        LEFT JOIN ticket_entries e ON e.performance_id = d.performance_id AND e.ref = d.ref
        WHERE d.performance_id = @performance
        """;

    // The other tickets of an order that a note names.
    private const int GroupMax = 5;

    private static readonly SqlScript All = SqlScript.Of(Select);
    private static readonly SqlScript Some = SqlScript.Of(Select + " AND d.ref = ANY (@refs)");

    // Of the orders of some tickets: their others.
    private static readonly SqlScript Orders = SqlScript.Of(
        "SELECT order_id, ref FROM door_tickets WHERE performance_id = @performance AND order_id = ANY (@orders)");

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All tickets, by ref.</summary>
    public static async Task<List<PackRow>> AllAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = All.On(connection, transaction).With("performance", performance.Value);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Some tickets, by ref; those that the door does not know are left out.</summary>
    public static async Task<List<PackRow>> SomeAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, PerformanceId performance, long[] refs, CancellationToken cancellationToken)
    {
        await using var command = Some.On(connection, transaction).With("performance", performance.Value).With("refs", refs);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The tickets of the orders of <paramref name="rows"/>.</summary>
    public static async Task<ILookup<OrderId, TicketRef>> GroupsAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, PerformanceId performance, IEnumerable<PackRow> rows,
        CancellationToken cancellationToken)
    {
        await using var command = Orders.On(connection, transaction).With("performance", performance.Value)
            .With("orders", rows.Select(row => row.Order.Value).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(OrderId Order, TicketRef Ref)> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((new OrderId(reader.GetGuid(0)), TicketRef.FromStored(reader.GetInt64(1))));
        }

        return found.ToLookup(pair => pair.Order, pair => pair.Ref);
    }

    /// <summary>18 bytes each.</summary>
    public static byte[] Pack(IReadOnlyList<PackRow> rows, DoorHead head)
    {
        var packed = new byte[rows.Count * PackedTicket.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            new PackedTicket(
                row.Ref, head.Plan.Contains(new SeatIndex(row.Seat)) ? row.Seat : null, head.TierOf(row.Tier), row.State, row.Entry,
                HasNote: row.Reduction is not null, ChecksId: row.Reduction is not null || IsCompanion(row, head.Plan),
                row.LastAt is null ? null : head.GateOf(row.LastGate), row.LastAt).Write(packed.AsSpan(i * PackedTicket.Length));
        }

        return packed;
    }

    /// <summary>
    /// A length byte and the sealed note of each row: of those among <paramref name="named"/>, and no bytes for the others, of which devices
    /// keep what they have. A note that is too long for its length byte loses its group.
    /// </summary>
    public static byte[] Seal(IReadOnlyList<PackRow> rows, IReadOnlyDictionary<TicketRef, PackRow> named, ILookup<OrderId, TicketRef> groups)
    {
        using var records = new MemoryStream(rows.Count * 96);
        var text = new ArrayBufferWriter<byte>(256);
        foreach (var one in rows)
        {
            if (!named.TryGetValue(one.Ref, out var row))
            {
                records.WriteByte(0);
                continue;
            }

            WriteNote(text, row, groups[row.Order]);
            var note = SealedNote.Seal(row.Ticket, text.WrittenSpan);
            if (note.Length > byte.MaxValue)
            {
                WriteNote(text, row with { Name = row.Name.Length > 40 ? row.Name[..40] : row.Name }, []);
                note = SealedNote.Seal(row.Ticket, text.WrittenSpan);
            }

            records.WriteByte(note.Length > byte.MaxValue ? (byte)0 : (byte)note.Length);
            records.Write(note.Length > byte.MaxValue ? [] : note);
        }

        return records.ToArray();
    }

    /// <summary>JSON of name, order number, ref and note of each row, for devices that search.</summary>
    public static byte[] SearchText(IReadOnlyList<PackRow> rows)
    {
        var text = new ArrayBufferWriter<byte>(256 + (rows.Count * 64));
        using var json = new Utf8JsonWriter(text, Compact);
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartArray();
            json.WriteStringValue(row.Name);
            json.WriteStringValue(row.OrderNumber);
            json.WriteStringValue(row.Ref.ToString());
            if (row.Reduction is not null)
            {
                json.WriteStringValue(row.Reduction);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Flush();
        return text.WrittenSpan.ToArray();
    }

    private static void WriteNote(ArrayBufferWriter<byte> text, PackRow row, IEnumerable<TicketRef> group)
    {
        text.ResetWrittenCount();
        using var json = new Utf8JsonWriter(text, Compact);
        json.WriteStartArray();
        json.WriteStringValue(row.Name);
        json.WriteStringValue(row.OrderNumber);
        json.WriteStringValue(row.Reduction ?? "");
        json.WriteStringValue(RefsOf(group.Where(other => other != row.Ref).Take(GroupMax)));
        json.WriteEndArray();
    }

    // A third of the bytes of hexadecimal texts with their quotes: notes are what a pack is made of, and sealed bytes do not compress.
    private static string RefsOf(IEnumerable<TicketRef> refs)
    {
        Span<byte> bytes = stackalloc byte[GroupMax * TicketRef.Length];
        var length = 0;
        foreach (var one in refs)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[length..], one.Value);
            length += TicketRef.Length;
        }

        return Convert.ToBase64String(bytes[..length]).TrimEnd('=');
    }

    private static bool IsCompanion(PackRow row, CompiledPlan plan) =>
        plan.Contains(new SeatIndex(row.Seat)) && plan.KindOf(new SeatIndex(row.Seat)) == SeatKind.Companion;

    private static async Task<List<PackRow>> ReadAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<PackRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(RowOf(reader));
        }

        rows.Sort((one, other) => one.Ref.CompareTo(other.Ref));
        return rows;
    }

    public static PackRow RowOf(NpgsqlDataReader reader) => new(
        TicketRef.FromStored(reader.GetInt64("ref")), new TicketId(reader.GetGuid("ticket_id")), new OrderId(reader.GetGuid("order_id")),
        reader.GetInt32("seat_index"), reader.GetString("tier_name"), reader.IsDBNull("reduction") ? null : reader.GetString("reduction"),
        StateOf(reader.GetString("state")), reader.GetString("order_number"), reader.GetString("name"),
        EnumWords.FromWord<EntryState>(reader.GetString("entry")),
        reader.IsDBNull("last_gate_id") ? null : new GateId(reader.GetGuid("last_gate_id")),
        reader.IsDBNull("last_at") ? null : reader.GetFieldValue<DateTimeOffset>("last_at"));

    // Fails closed: nobody enters by a state that this version does not know.
    private static AdmissionState StateOf(string word) =>
        EnumWords.TryFromWord<AdmissionState>(word, out var state) ? state : AdmissionState.Unknown;
}
