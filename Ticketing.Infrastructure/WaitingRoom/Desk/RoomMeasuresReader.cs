using System.Data;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>Waiting times of the admissions in the last ten minutes.</summary>
/// <param name="Ninetieth">The 90th percentile.</param>
/// <param name="People">The number of admissions; with 0 the other values are meaningless.</param>
public sealed record RoomWaits(TimeSpan Median, TimeSpan Ninetieth, long People);

/// <summary>Reads a room's samples and waiting times for those who run its sales; to others there are none.</summary>
public sealed class RoomMeasuresReader(NpgsqlDataSource database, OrganizationContexts organizations)
{
    private const int WaitsMinutes = 10;
    private static readonly RoomWaits NoWaits = new(TimeSpan.Zero, TimeSpan.Zero, 0);
    private static readonly SqlScript ReadChart = SqlScript.Load("rooms-chart.sql");
    private static readonly SqlScript ReadWaits = SqlScript.Load("rooms-waits.sql");

    /// <summary>The samples of the last <paramref name="span"/>, reduced to at most <paramref name="points"/>, oldest first.</summary>
    public async Task<IReadOnlyList<RoomSample>> ReadSamplesAsync(
        PerformanceId performance, Caller caller, TimeSpan span, int points, CancellationToken cancellationToken)
    {
        if (!await organizations.RunsAsync(performance, caller, cancellationToken))
        {
            return [];
        }

        await using var command = ReadChart.On(database).With("performance", performance.Value).With("span", span).With("width", span / points);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RoomSample> samples = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            samples.Add(Read(reader, performance));
        }

        return samples;
    }

    public async Task<RoomWaits> ReadWaitsAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        if (!await organizations.RunsAsync(performance, caller, cancellationToken))
        {
            return NoWaits;
        }

        await using var command = ReadWaits.On(database).With("performance", performance.Value).With("span", TimeSpan.FromMinutes(WaitsMinutes));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Invariant.Holds(await reader.ReadAsync(cancellationToken));
        var people = reader.GetInt64("people");
        return people == 0
            ? NoWaits
            : new RoomWaits(TimeSpan.FromSeconds(reader.GetInt32("median")), TimeSpan.FromSeconds(reader.GetInt32("ninetieth")), people);
    }

    private static RoomSample Read(NpgsqlDataReader reader, PerformanceId performance) => new()
    {
        PerformanceId = performance,
        At = reader.GetFieldValue<DateTimeOffset>("at"),
        Arrived = reader.GetInt64("arrived"),
        Waiting = reader.GetInt64("waiting"),
        Admitted = reader.GetInt64("admitted"),
        NoShows = reader.GetInt64("no_shows"),
        Released = reader.GetInt64("released"),
        Active = reader.GetInt32("active"),
        Held = reader.GetInt32("held"),
        Sold = reader.GetInt32("sold"),
        PerMinute = reader.GetInt32("per_minute"),
        CheckoutMilliseconds = reader.GetInt32("checkout_milliseconds"),
    };
}
