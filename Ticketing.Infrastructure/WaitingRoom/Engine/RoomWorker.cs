using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>Steps every room four times a second, reads settings every second, counts seats and writes samples.</summary>
internal sealed partial class RoomWorker(
    IConnectionMultiplexer redis, RoomMarksStore store, RoomRecovery recovery, RoomBoard board, ShopMeter meter, SeatCounts seats,
    NpgsqlDataSource database, TimeProvider time, ILogger<RoomWorker> logger) : BackgroundService
{
    private const int StepsPerRead = 4;
    private const int StepsPerCount = 8;
    private const int StepsPerSample = 20;

    // The real clock, not TimeProvider: rooms follow Redis' clock, also in tests with a stopped clock.
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(250);
    private static readonly BatchTable<RoomSample> Samples = new BatchTable<RoomSample>("samples")
        .Column("performance_id", sample => sample.PerformanceId)
        .Column("at", sample => sample.At)
        .Column("arrived", sample => sample.Arrived)
        .Column("waiting", sample => sample.Waiting)
        .Column("admitted", sample => sample.Admitted)
        .Column("no_shows", sample => sample.NoShows)
        .Column("released", sample => sample.Released)
        .Column("active", sample => sample.Active)
        .Column("held", sample => sample.Held)
        .Column("sold", sample => sample.Sold)
        .Column("per_minute", sample => sample.PerMinute)
        .Column("checkout_milliseconds", sample => sample.CheckoutMilliseconds);

    private static readonly SqlScript AddSample = SqlScript.Load("rooms-sample.sql", Samples);

    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly Dictionary<PerformanceId, RoomEngine> _rooms = [];
    private readonly Dictionary<PerformanceId, SeatCount> _seats = [];
    private int _step;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StepEvery);
        do
        {
            await StepOnceAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task StepOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_step % StepsPerRead == 0)
            {
                await ReadAsync(cancellationToken);
            }

            if (_rooms.Count > 0 && _step % StepsPerCount == 0)
            {
                await CountSeatsAsync(cancellationToken);
            }
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            // The last settings and counts stay in use.
            LogDatabaseUnavailable(outage.Message);
        }

        foreach (var room in _rooms.Values)
        {
            await StepAsync(room, cancellationToken);
        }

        board.Show(_rooms.Values.Select(room => room.View()));
        _step++;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var read = await store.ReadAsync(cancellationToken);
        foreach (var stored in read)
        {
            if (_rooms.TryGetValue(stored.Performance, out var room))
            {
                room.Refresh(stored);
            }
            else
            {
                _rooms[stored.Performance] = new RoomEngine(redis, store, recovery, _instance, stored, time);
            }
        }

        foreach (var removed in _rooms.Keys.Except(read.Select(stored => stored.Performance)).ToList())
        {
            _rooms.Remove(removed);
        }
    }

    private async Task CountSeatsAsync(CancellationToken cancellationToken)
    {
        foreach (var (performance, count) in await seats.OfAsync([.. _rooms.Keys], cancellationToken))
        {
            _seats[performance] = count;
            _rooms[performance].FreeSeats = count.Free;
        }
    }

    private async Task StepAsync(RoomEngine room, CancellationToken cancellationToken)
    {
        try
        {
            var (holds, failed, checkout, backlog) = meter.Read(room.Stored.Performance);
            await room.StepAsync(
                new ShopLoad(holds, failed, checkout, backlog, board.ArrivalsPerMinute(room.Stored.Performance)), cancellationToken);
            if (room.Leads && _step % StepsPerSample == 0)
            {
                await SampleAsync(room, cancellationToken);
            }
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            // Admissions continue up to the reserved marks.
            LogDatabaseUnavailable(outage.Message);
        }
    }

    private async Task SampleAsync(RoomEngine room, CancellationToken cancellationToken)
    {
        var state = room.State!;
        var count = _seats.GetValueOrDefault(room.Stored.Performance);
        var sample = new RoomSample
        {
            PerformanceId = room.Stored.Performance,
            At = state.Now,
            Arrived = room.Arrived,
            Waiting = state.Waiting,
            Admitted = state.Admitted,
            NoShows = state.NoShows,
            Released = state.Released,
            Active = state.Active,
            Held = count.Held,
            Sold = count.Sold,
            PerMinute = (int)Math.Round(state.PerMinute),
            CheckoutMilliseconds = (int)Math.Min(int.MaxValue, room.Load.CheckoutMilliseconds),
        };
        await using var command = AddSample.On(database).With(Samples, [sample]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is unavailable to the waiting rooms: {Reason}")]
    private partial void LogDatabaseUnavailable(string reason);
}
