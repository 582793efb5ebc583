using System.Data;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>What a device is told beside changes of tickets: judgements of its scans, and commands.</summary>
internal static class DeviceNews
{
    // A device that has been away for a day need not hear what was said at the door before.
    private static readonly TimeSpan CommandLife = TimeSpan.FromHours(12);

    private const string Select =
        """
        SELECT s.nonce, s.judged, s.flags, s.other_nonce, o.at AS other_at, g.name AS other_gate, d.name AS other_device
        FROM scans s
        LEFT JOIN scans o ON o.nonce = s.other_nonce
        LEFT JOIN gates g ON g.id = o.gate_id
        LEFT JOIN devices d ON d.id = o.device_id

        """;

    private static readonly SqlScript OfNonces = SqlScript.Of(
        Select + "WHERE s.nonce = ANY (@nonces) AND s.device_id = @device AND s.judged <> s.said");

    // Judgements that changed in a change of the door that the device has not got yet.
    private static readonly SqlScript Changed = SqlScript.Of(
        Select + "WHERE s.device_id = @device AND s.performance_id = @performance AND s.verdict_seq > @since ORDER BY s.verdict_seq LIMIT 500");

    public static async Task<List<ScanVerdict>> VerdictsOfAsync(
        NpgsqlConnection connection, DeviceId device, IReadOnlyList<Guid> nonces, CancellationToken cancellationToken)
    {
        if (nonces.Count == 0)
        {
            return [];
        }

        await using var command = OfNonces.On(connection).With("nonces", nonces.ToArray()).With("device", device.Value);
        await command.PrepareAsync(cancellationToken);
        return await ReadAsync(command, cancellationToken);
    }

    public static async Task<List<ScanVerdict>> ChangedSinceAsync(
        NpgsqlConnection connection, DeviceId device, PerformanceId performance, long since, CancellationToken cancellationToken)
    {
        await using var command = Changed.On(connection).With("device", device.Value).With("performance", performance.Value).With("since", since);
        await command.PrepareAsync(cancellationToken);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Confirms what the device has carried out, notes its health, and reads its open commands, in one round trip.</summary>
    /// <param name="notesHealth">See <see cref="DeviceNotes"/>.</param>
    public static async Task<IReadOnlyList<DeviceCommand>> ConfirmAndReadAsync(
        NpgsqlConnection connection, SyncDevice command, bool notesHealth, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var device = command.Device.Id.Value;
        if (notesHealth)
        {
            batch.BatchCommands.Add(Of(
                "UPDATE devices SET last_seen_at = @now, health = coalesce(@health, health) WHERE id = @device",
                new NpgsqlParameter<Guid>("device", device),
                new NpgsqlParameter<DateTime>("now", now.UtcDateTime),
                new NpgsqlParameter("health", NpgsqlDbType.Jsonb) { Value = (object?)command.Health ?? DBNull.Value }));
        }

        if (command.Said.Count > 0)
        {
            batch.BatchCommands.Add(Of(
                "UPDATE device_commands SET confirmed_at = @now WHERE device_id = @device AND id = ANY (@said) AND confirmed_at IS NULL",
                new NpgsqlParameter<Guid>("device", device),
                new NpgsqlParameter<DateTime>("now", now.UtcDateTime),
                new NpgsqlParameter<Guid[]>("said", [.. command.Said])));
        }

        batch.BatchCommands.Add(Of(
            """
            SELECT id, kind, text, created_at
            FROM device_commands
            WHERE device_id = @device AND confirmed_at IS NULL AND created_at > @since
            ORDER BY created_at, id
            LIMIT 20
            """,
            new NpgsqlParameter<Guid>("device", device),
            new NpgsqlParameter<DateTime>("since", (now - CommandLife).UtcDateTime)));

        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        List<DeviceCommand> commands = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            commands.Add(CommandOf(reader, command.Device.Id));
        }

        return commands;
    }

    private static async Task<List<ScanVerdict>> ReadAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ScanVerdict> verdicts = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            verdicts.Add(VerdictOf(reader));
        }

        return verdicts;
    }

    private static NpgsqlBatchCommand Of(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
#pragma warning disable CA2100 // The text is a constant of this class.
        var command = new NpgsqlBatchCommand(text);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static DeviceCommand CommandOf(NpgsqlDataReader reader, DeviceId device) => new()
    {
        Id = reader.GetGuid("id"),
        DeviceId = device,
        Kind = EnumWords.FromWord<DeviceCommandKind>(reader.GetString("kind")),
        Text = reader.IsDBNull("text") ? null : reader.GetString("text"),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>("created_at"),
    };

    private static ScanVerdict VerdictOf(NpgsqlDataReader reader) => new(
        reader.GetGuid("nonce"), EnumWords.FromWord<Verdict>(reader.GetString("judged")), reader.GetFieldValue<string[]>("flags"),
        reader.IsDBNull("other_at") ? null : new OtherScan(
            reader.IsDBNull("other_gate") ? null : reader.GetString("other_gate"),
            reader.IsDBNull("other_device") ? null : reader.GetString("other_device"),
            reader.GetFieldValue<DateTimeOffset>("other_at")));
}

/// <summary>Sums of counts.</summary>
internal static class Occupancies
{
    public static DoorOccupancy Of(IReadOnlyList<DoorCount> counts, DoorRules rules, DateTimeOffset now)
    {
        var today = rules.DayOf(now);
        return new DoorOccupancy(
            counts.Sum(count => count.Inside), counts.Sum(count => count.Entered), counts.Sum(count => count.Left),
            counts.Where(count => count.Day == today).Sum(count => count.Entered), rules.Capacity,
            counts.GroupBy(count => count.Gate)
                .ToDictionary(gate => gate.Key, gate => (gate.Sum(count => count.Inside), gate.Sum(count => count.Entered))));
    }
}
