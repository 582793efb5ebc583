using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>One instance of the waiting room engine, stepped by the test instead of a timer.</summary>
internal sealed class RoomInstance
{
    private readonly PerformanceId _performance;

    public RoomInstance(NpgsqlDataSource database, IConnectionMultiplexer redis, PerformanceId performance, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        _performance = performance;
        Board = new RoomBoard(time);
        Meter = new ShopMeter(time);
        Worker = new RoomWorker(
            redis, new RoomMarksStore(database), new RoomRecovery(redis, database, NullLogger<RoomRecovery>.Instance), Board, Meter, new SeatCounts(database, time),
            database, time, NullLogger<RoomWorker>.Instance);
        Join = new JoinRoomHandler(Board, redis, time);
        Claim = new ClaimPassHandler(Board, redis, database);
        Release = new ReleasePassHandler(Board, redis, database);
    }

    public RoomBoard Board { get; }

    public ShopMeter Meter { get; }

    public RoomWorker Worker { get; }

    public JoinRoomHandler Join { get; }

    public ClaimPassHandler Claim { get; }

    public ReleasePassHandler Release { get; }

    public RoomView View => Board.Find(_performance)!;

    public RoomState State => View.State!;

    /// <summary>Steps until the condition holds; reloads the settings meanwhile.</summary>
    public Task StepUntilAsync(Func<RoomView, bool> condition) => Eventually.TrueAsync(async () =>
    {
        await Worker.StepOnceAsync(TestContext.Current.CancellationToken);
        return Board.Find(_performance) is { } view && condition(view);
    });

    public Task StepAsync() => Worker.StepOnceAsync(TestContext.Current.CancellationToken);

    public Task<Outcome<QueueTicket, JoinRefusal>> JoinAsync(string device, bool late = false, QueueTicket? held = null) =>
        Join.HandleAsync(new JoinRoom(_performance, QueueOwner.OfDevice(device), held, late));

    /// <summary>Tickets of a number of visitors who join concurrently.</summary>
    public async Task<QueueTicket[]> JoinAllAsync(int people, string prefix = "p") =>
        [.. (await Task.WhenAll(Enumerable.Range(0, people).Select(i => JoinAsync($"{prefix}{i}")))).Select(outcome => outcome.Value!)];

    public Task<Outcome<AdmissionPass, ClaimRefusal>> ClaimAsync(QueueTicket ticket) => Claim.HandleAsync(ticket, TestContext.Current.CancellationToken);
}
