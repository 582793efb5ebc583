using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class OutboxDispatcherTests(TestServers servers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private readonly ConcurrentQueue<OutboxEvent> _told = new();
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    [Fact]
    public async Task Event_Told_IsNotToldAgain()
    {
        var id = await WriteAsync("order.paid");
        var dispatcher = Dispatcher(Tell);

        Assert.Equal(1, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Equal(0, await dispatcher.DispatchOnceAsync(Stop));
        var happened = Assert.Single(_told);
        Assert.Equal((id, "order.paid", "42", 1), (happened.Id, happened.Type, happened.AggregateId, happened.Attempt));
        Assert.Equal("x", happened.Read<Dictionary<string, string>>()["name"]);
    }

    [Fact]
    public async Task Event_NobodyListensTo_IsDone()
    {
        await WriteAsync("something.else");

        Assert.Equal(1, await Dispatcher(Tell).DispatchOnceAsync(Stop));
        Assert.Empty(_told);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Event_OfSeveralConsumers_IsToldToEach()
    {
        await WriteAsync("order.paid");
        await Dispatcher(Tell, Tell).DispatchOnceAsync(Stop);

        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task Consumer_Fails_IsToldAgainLaterAndOthersGoOn()
    {
        var poisoned = await WriteAsync("order.paid");
        var good = await WriteAsync("order.paid");
        var failures = 0;
        var dispatcher = Dispatcher((happened, _) => happened.Id == poisoned && failures++ == 0 ? throw new InvalidOperationException("boom") : Tell(happened, default));

        await dispatcher.DispatchOnceAsync(Stop);
        Assert.Equal([good], _told.Select(happened => happened.Id));
        Assert.Equal(0, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Contains("boom", await _database.ScalarAsync<string>("SELECT last_error FROM outbox WHERE id = $1", poisoned), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(1, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Equal([good, poisoned], _told.Select(happened => happened.Id));
        Assert.Equal(2, _told.Last().Attempt);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Consumer_AlwaysFails_EventIsParkedInTheEnd()
    {
        await WriteAsync("order.paid");
        var attempts = 0;
        var dispatcher = Dispatcher((_, _) =>
        {
            attempts++;
            throw new InvalidOperationException("poison");
        });
        for (var i = 0; i < 30; i++)
        {
            await dispatcher.DispatchOnceAsync(Stop);
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(OutboxDispatcher.AttemptsMax, attempts);
        Assert.Equal(1, await dispatcher.CountParkedAsync(Stop));
        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task Instance_DiesInTheMiddle_AnotherTakesOverWhenTheLeaseEnds()
    {
        var id = await WriteAsync("order.paid");
        // What a crash leaves behind: claimed, never finished.
        await _database.ExecuteAsync("UPDATE outbox SET attempts = 1, retry_at = $1", _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        var other = Dispatcher(Tell);

        Assert.Equal(0, await other.DispatchOnceAsync(Stop));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await other.DispatchOnceAsync(Stop));
        Assert.Equal(id, Assert.Single(_told).Id);
    }

    [Fact]
    public async Task Instance_DiesAtEachAttempt_DoesNotTryForEver()
    {
        await WriteAsync("order.paid");
        await _database.ExecuteAsync("UPDATE outbox SET attempts = $1, retry_at = $2", OutboxDispatcher.AttemptsMax, _time.GetUtcNow());

        Assert.Equal(0, await Dispatcher(Tell).DispatchOnceAsync(Stop));
        Assert.Equal(1, await Dispatcher(Tell).CountParkedAsync(Stop));
    }

    [Fact]
    public async Task Instance_Stops_GivesBackWhatItClaimedAtOnce()
    {
        await WriteAsync("order.paid");
        using var stopping = new CancellationTokenSource();
        var stopped = Dispatcher(async (_, cancellationToken) =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.DispatchOnceAsync(stopping.Token));
        Assert.Equal(1, await Dispatcher(Tell).DispatchOnceAsync(Stop));
        Assert.Equal(1, Assert.Single(_told).Attempt);
    }

    [Fact]
    public async Task ManyEvents_ThreeInstances_EachIsToldOnce()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 300; i++)
        {
            ids.Add(await WriteAsync("order.paid"));
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var dispatcher = Dispatcher(Tell);
            while (await dispatcher.DispatchOnceAsync(Stop) > 0)
            {
            }
        }));

        Assert.Equal(ids.Order(), _told.Select(happened => happened.Id).Order());
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task Tell(OutboxEvent happened, CancellationToken cancellationToken)
    {
        _told.Enqueue(happened);
        return Task.CompletedTask;
    }

    private OutboxDispatcher Dispatcher(params Func<OutboxEvent, CancellationToken, Task>[] consumers) => new(
        _database.DataSource,
        consumers.Select(consumer => new OutboxConsumer("order.paid", (_, happened, cancellationToken) => consumer(happened, cancellationToken))),
        new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        _time,
        NullLogger<OutboxDispatcher>.Instance);

    private async Task<Guid> WriteAsync(string type)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var id = Guid.CreateVersion7(_time.GetUtcNow());
        await _database.ExecuteAsync(
            "INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at, attempts) VALUES ($1, 'order', '42', $2, '{\"name\": \"x\"}', $3, 0)",
            id, type, _time.GetUtcNow());
        return id;
    }

    private async Task<long> WaitingAsync() => await _database.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE dispatched_at IS NULL");
}
