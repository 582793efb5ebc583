using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class MailJobDispatcherTests(TestServers servers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private readonly ConcurrentQueue<MailJob> _delivered = new();
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    [Fact]
    public async Task Job_Done_IsNotRepeated()
    {
        var id = await WriteAsync("order.paid");
        var dispatcher = Dispatcher(Deliver);

        Assert.Equal(1, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Equal(0, await dispatcher.DispatchOnceAsync(Stop));
        var job = Assert.Single(_delivered);
        Assert.Equal((id, "order.paid", "42", 1), (job.Id, job.Type, job.AggregateId, job.Attempt));
        Assert.Equal("x", job.Read<Dictionary<string, string>>()["name"]);
    }

    [Fact]
    public async Task Job_WithoutHandler_IsDone()
    {
        await WriteAsync("something.else");

        Assert.Equal(1, await Dispatcher(Deliver).DispatchOnceAsync(Stop));
        Assert.Empty(_delivered);
        Assert.Equal(0, await CountPendingAsync());
    }

    [Fact]
    public async Task Job_OfSeveralHandlers_IsGivenToEach()
    {
        await WriteAsync("order.paid");
        await Dispatcher(Deliver, Deliver).DispatchOnceAsync(Stop);

        Assert.Equal(2, _delivered.Count);
    }

    [Fact]
    public async Task Handler_Fails_IsRetriedWithoutBlockingOthers()
    {
        var failing = await WriteAsync("order.paid");
        var good = await WriteAsync("order.paid");
        var failures = 0;
        var dispatcher = Dispatcher((job, _) => job.Id == failing && failures++ == 0 ? throw new InvalidOperationException("first failure") : Deliver(job, default));

        await dispatcher.DispatchOnceAsync(Stop);
        Assert.Equal([good], _delivered.Select(job => job.Id));
        Assert.Equal(0, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Contains("first failure", await _database.ScalarAsync<string>("SELECT last_error FROM mail_jobs WHERE id = $1", failing), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(1, await dispatcher.DispatchOnceAsync(Stop));
        Assert.Equal([good, failing], _delivered.Select(job => job.Id));
        Assert.Equal(2, _delivered.Last().Attempt);
        Assert.Equal(0, await CountPendingAsync());
    }

    [Fact]
    public async Task Handler_AlwaysFails_JobIsParked()
    {
        await WriteAsync("order.paid");
        var attempts = 0;
        var dispatcher = Dispatcher((_, _) =>
        {
            attempts++;
            throw new InvalidOperationException("failure");
        });
        for (var i = 0; i < 30; i++)
        {
            await dispatcher.DispatchOnceAsync(Stop);
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(MailJobDispatcher.AttemptsMax, attempts);
        Assert.Equal(1, await CountParkedAsync());
        Assert.Equal(1, await CountPendingAsync());
    }

    [Fact]
    public async Task Instance_Crashed_LeaseExpiresAndAnotherDelivers()
    {
        var id = await WriteAsync("order.paid");
        // State after a crash: claimed, not finished.
        await _database.ExecuteAsync("UPDATE mail_jobs SET attempts = 1, retry_at = $1", _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        var other = Dispatcher(Deliver);

        Assert.Equal(0, await other.DispatchOnceAsync(Stop));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await other.DispatchOnceAsync(Stop));
        Assert.Equal(id, Assert.Single(_delivered).Id);
    }

    [Fact]
    public async Task Instance_CrashedAtEachAttempt_JobIsParked()
    {
        await WriteAsync("order.paid");
        await _database.ExecuteAsync("UPDATE mail_jobs SET attempts = $1, retry_at = $2", MailJobDispatcher.AttemptsMax, _time.GetUtcNow());

        Assert.Equal(0, await Dispatcher(Deliver).DispatchOnceAsync(Stop));
        Assert.Equal(1, await CountParkedAsync());
    }

    [Fact]
    public async Task Instance_Stopped_ReleasesItsClaims()
    {
        await WriteAsync("order.paid");
        using var stopping = new CancellationTokenSource();
        var stopped = Dispatcher(async (_, cancellationToken) =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.DispatchOnceAsync(stopping.Token));
        Assert.Equal(1, await Dispatcher(Deliver).DispatchOnceAsync(Stop));
        Assert.Equal(1, Assert.Single(_delivered).Attempt);
    }

    [Fact]
    public async Task Instance_StoppedAtALaterAttempt_ReturnsTheAttempt()
    {
        await WriteAsync("order.paid");
        await _database.ExecuteAsync("UPDATE mail_jobs SET attempts = $1, last_error = 'before'", MailJobDispatcher.AttemptsMax - 1);
        using var stopping = new CancellationTokenSource();
        var stopped = Dispatcher(async (_, cancellationToken) =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.DispatchOnceAsync(stopping.Token));
        Assert.Equal(1, await Dispatcher(Deliver).DispatchOnceAsync(Stop));
        Assert.Equal(MailJobDispatcher.AttemptsMax, Assert.Single(_delivered).Attempt);
    }

    [Fact]
    public async Task Jobs_OnThreeInstances_AreDoneOnce()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 300; i++)
        {
            ids.Add(await WriteAsync("order.paid"));
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var dispatcher = Dispatcher(Deliver);
            while (await dispatcher.DispatchOnceAsync(Stop) > 0)
            {
            }
        }));

        Assert.Equal(ids.Order(), _delivered.Select(job => job.Id).Order());
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task Deliver(MailJob job, CancellationToken cancellationToken)
    {
        _delivered.Enqueue(job);
        return Task.CompletedTask;
    }

    private MailJobDispatcher Dispatcher(params Func<MailJob, CancellationToken, Task>[] consumers) => new(
        _database.DataSource,
        consumers.Select(consumer => new MailJobHandler("order.paid", (_, job, cancellationToken) => consumer(job, cancellationToken))),
        new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        _time,
        NullLogger<MailJobDispatcher>.Instance);

    private async Task<Guid> WriteAsync(string type)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var id = Guid.CreateVersion7(_time.GetUtcNow());
        await _database.ExecuteAsync(
            "INSERT INTO mail_jobs (id, aggregate_id, type, payload, created_at, attempts) VALUES ($1, '42', $2, '{\"name\": \"x\"}', $3, 0)",
            id, type, _time.GetUtcNow());
        return id;
    }

    private Task<long> CountParkedAsync() => new MailJobs(_database.DataSource, _time).CountParkedAsync(Stop);

    private async Task<long> CountPendingAsync() => await _database.ScalarAsync<long>("SELECT count(*) FROM mail_jobs");
}
