using Npgsql;
using Ticketing.Core.Platform;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.WaitingRoom;

/// <summary>
/// Reads rooms and moves their marks. Marks only grow, so that an instance that was asleep and still believes to lead cannot take
/// anything back; the epoch says whose they are.
/// </summary>
internal sealed class RoomMarksStore(NpgsqlDataSource database)
{
    private static readonly SqlScript ReadRooms = SqlScript.Load("rooms-read.sql");
    private static readonly SqlScript Advance = SqlScript.Load("rooms-advance.sql");

    /// <summary>All rooms that are not off, with their marks.</summary>
    public async Task<List<StoredRoom>> ReadAsync(CancellationToken stop)
    {
        await using var command = ReadRooms.On(database);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rooms = new List<StoredRoom>();
        while (await reader.ReadAsync(stop))
        {
            rooms.Add(ReadRoom(reader));
        }

        return rooms;
    }

    /// <summary>Raises marks. Null: another epoch has begun.</summary>
    public async Task<RoomMarks?> AdvanceAsync(RoomMarks marks, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = Advance.On(database).With(
            marks.PerformanceId.Value, marks.Epoch, marks.NumbersReserved, marks.LateReserved, marks.ServingReserved, marks.WindowsFrom, marks.TailSeen,
            marks.Lots, marks.LateLots, now);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? ReadMarks(reader, 0) : null;
    }

    public static RoomMarks ReadMarks(NpgsqlDataReader reader, int first) => new()
    {
        PerformanceId = new PerformanceId(reader.GetGuid(first)),
        Epoch = reader.GetInt32(first + 1),
        NumbersReserved = reader.GetInt64(first + 2),
        LateReserved = reader.GetInt64(first + 3),
        ServingReserved = reader.GetInt64(first + 4),
        WindowsFrom = reader.GetInt64(first + 5),
        TailSeen = reader.GetInt64(first + 6),
        Lots = reader.IsDBNull(first + 7) ? null : reader.GetInt64(first + 7),
        LateLots = reader.IsDBNull(first + 8) ? null : reader.GetInt64(first + 8),
        DrawnAt = reader.IsDBNull(first + 9) ? null : reader.GetFieldValue<DateTimeOffset>(first + 9),
        Gaps = reader.GetString(first + 10),
    };

    private static StoredRoom ReadRoom(NpgsqlDataReader reader) => new(
        new PerformanceId(reader.GetGuid(0)), new OrganizationId(reader.GetGuid(1)), RoomSettingsJson.Read(reader.GetString(2)),
        reader.GetFieldValue<byte[]>(3), reader.GetInt32(4), ReadMarks(reader, 5));
}

/// <summary>A room as PostgreSQL has it.</summary>
internal sealed record StoredRoom(
    PerformanceId Performance, OrganizationId Organization, RoomSettings Settings, byte[] Seed, int MessageVersion, RoomMarks Marks);
