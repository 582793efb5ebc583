using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// Reads rooms and advances their marks. Marks only increase, so that an instance with an expired lease cannot lower them; the epoch
/// rejects writes from before a recovery.
/// </summary>
internal sealed class RoomMarksStore(NpgsqlDataSource database)
{
    private static readonly SqlScript ReadRooms = SqlScript.Load("rooms-read.sql");

    private static readonly BatchTable<RoomMarks> Marks = new BatchTable<RoomMarks>("marks")
        .Column("performance_id", marks => marks.PerformanceId)
        .Column("epoch", marks => marks.Epoch)
        .Column("numbers_reserved", marks => marks.NumbersReserved)
        .Column("late_reserved", marks => marks.LateReserved)
        .Column("serving_reserved", marks => marks.ServingReserved)
        .Column("windows_from", marks => marks.WindowsFrom)
        .Column("tail_seen", marks => marks.TailSeen)
        .Column("lots", marks => marks.Lots)
        .Column("late_lots", marks => marks.LateLots);

    private static readonly SqlScript Advance = SqlScript.Load("rooms-advance.sql", Marks);

    /// <summary>All rooms that are not off, with their marks.</summary>
    public async Task<List<StoredRoom>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = ReadRooms.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rooms = new List<StoredRoom>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rooms.Add(ReadRoom(reader));
        }

        return rooms;
    }

    /// <summary>Raises marks. Null: the epoch has ended.</summary>
    public async Task<RoomMarks?> AdvanceAsync(RoomMarks marks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Advance.On(database).With("now", now).With(Marks, [marks]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadMarks(reader) : null;
    }

    public static RoomMarks ReadMarks(NpgsqlDataReader reader) => new()
    {
        PerformanceId = new PerformanceId(reader.GetGuid("performance_id")),
        Epoch = reader.GetInt32("epoch"),
        NumbersReserved = reader.GetInt64("numbers_reserved"),
        LateReserved = reader.GetInt64("late_reserved"),
        ServingReserved = reader.GetInt64("serving_reserved"),
        WindowsFrom = reader.GetInt64("windows_from"),
        TailSeen = reader.GetInt64("tail_seen"),
        Lots = reader.IsDBNull("lots") ? null : reader.GetInt64("lots"),
        LateLots = reader.IsDBNull("late_lots") ? null : reader.GetInt64("late_lots"),
        DrawnAt = reader.IsDBNull("drawn_at") ? null : reader.GetFieldValue<DateTimeOffset>("drawn_at"),
        Gaps = reader.GetString("gaps"),
    };

    private static StoredRoom ReadRoom(NpgsqlDataReader reader) => new(
        new PerformanceId(reader.GetGuid("performance_id")), new OrganizationId(reader.GetGuid("organization_id")),
        RoomSettingsJson.Read(reader.GetString("settings")), reader.GetFieldValue<byte[]>("seed"), reader.GetInt32("message_version"),
        ReadMarks(reader));
}

/// <summary>A room as stored in PostgreSQL.</summary>
internal sealed record StoredRoom(
    PerformanceId Performance, OrganizationId Organization, RoomSettings Settings, byte[] Seed, int MessageVersion, RoomMarks Marks);
