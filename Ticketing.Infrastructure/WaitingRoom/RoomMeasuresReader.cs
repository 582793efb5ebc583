using Npgsql;
using Ticketing.Core.Platform;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.WaitingRoom;

/// <summary>How long those waited who came in during the last minutes.</summary>
/// <param name="People">How many that were; with none the rest says nothing.</param>
public sealed record RoomWaits(TimeSpan Median, TimeSpan Ninetieth, long People);

/// <summary>Reads a room's numbers over time. The caller has made sure that the room is theirs to see.</summary>
public sealed class RoomMeasuresReader(NpgsqlDataSource database)
{
    private const int WaitsMinutes = 10;
    private static readonly SqlScript ReadChart = SqlScript.Load("rooms-chart.sql");
    private static readonly SqlScript ReadWaits = SqlScript.Load("rooms-waits.sql");

    /// <summary>The last <paramref name="span"/>, thinned out to at most <paramref name="points"/>, oldest first.</summary>
    public async Task<IReadOnlyList<RoomSample>> ReadSamplesAsync(PerformanceId performance, TimeSpan span, int points, CancellationToken stop)
    {
        await using var command = ReadChart.On(database).With(performance.Value, span, span / points);
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<RoomSample> samples = [];
        while (await reader.ReadAsync(stop))
        {
            samples.Add(Read(reader, performance));
        }

        return samples;
    }

    public async Task<RoomWaits> ReadWaitsAsync(PerformanceId performance, CancellationToken stop)
    {
        await using var command = ReadWaits.On(database).With(performance.Value, TimeSpan.FromMinutes(WaitsMinutes));
        await using var reader = await command.ExecuteReaderAsync(stop);
        Invariant.Holds(await reader.ReadAsync(stop));
        var people = reader.GetInt64(2);
        return people == 0
            ? new RoomWaits(TimeSpan.Zero, TimeSpan.Zero, 0)
            : new RoomWaits(TimeSpan.FromSeconds(reader.GetInt32(0)), TimeSpan.FromSeconds(reader.GetInt32(1)), people);
    }

    private static RoomSample Read(NpgsqlDataReader reader, PerformanceId performance) => new()
    {
        PerformanceId = performance,
        At = reader.GetFieldValue<DateTimeOffset>(0),
        Arrived = reader.GetInt64(1),
        Waiting = reader.GetInt64(2),
        Admitted = reader.GetInt64(3),
        NoShows = reader.GetInt64(4),
        Released = reader.GetInt64(5),
        Active = reader.GetInt32(6),
        Held = reader.GetInt32(7),
        Sold = reader.GetInt32(8),
        PerMinute = reader.GetInt32(9),
        CheckoutMilliseconds = reader.GetInt32(10),
    };
}
