using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Webhooks;
using Ticketing.Infrastructure.Webhooks.Sending;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>Attempts and retries of deliveries, on a real receiver and by a clock of the tests.</summary>
public sealed class WebhookDispatcherTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Delivery_Accepted_IsSentOnceWithItsSignature()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);

        Assert.Equal(1, await lab.DispatchAsync());
        Assert.Equal(0, await lab.DispatchAsync());

        var arrived = Assert.Single(lab.Receiver.Arrived);
        Assert.Equal(("/hooks", fact.Id, lab.Time.GetUtcNow().ToUnixTimeSeconds()), (arrived.Path, arrived.Id, arrived.Timestamp));
        Assert.Equal(arrived.SignatureBy(created.Secret), arrived.Signature);
        Assert.Equal("application/json", arrived.Headers["Content-Type"]);
        Assert.False(arrived.Headers.ContainsKey("traceparent"));
        Assert.Equal(["delivered"], await lab.StatesAsync());
        Assert.Equal(arrived.Body, await lab.Database.ScalarAsync<string>("select body from webhook_deliveries"));
    }

    [Fact]
    public async Task Delivery_Refused_IsRetriedByTheScheduleAndGivenUp()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        lab.Receiver.AnswerWith(500, "broken\0");
        var due = new List<TimeSpan>();
        while (await lab.DispatchAsync() == 1)
        {
            if (await lab.Database.ScalarAsync<DateTime?>("select next_at from webhook_deliveries") is not { } next)
            {
                break;
            }

            due.Add(next - lab.Time.GetUtcNow().UtcDateTime);
            Assert.Equal(0, await lab.DispatchAsync());
            lab.Time.SetUtcNow(next);
        }

        double[] seconds = [5, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400];
        Assert.Equal(seconds.Length, due.Count);
        Assert.All(due.Zip(seconds), pause => Assert.InRange(pause.First.TotalSeconds, pause.Second * 0.8, pause.Second * 1.2));
        Assert.Equal(10, lab.Receiver.Arrived.Count);
        Assert.Single(lab.Receiver.Arrived.Select(arrived => (arrived.Id, arrived.Body)).Distinct());
        Assert.Equal(["failed"], await lab.StatesAsync());
        Assert.Equal("500 status broken", await lab.Database.ScalarAsync<string>("select concat_ws(' ', last_status, last_failure, last_answer) from webhook_deliveries"));
    }

    [Fact]
    public async Task Delivery_Redirected_IsNotFollowed()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        lab.Receiver.Answer = context =>
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = lab.Receiver.Address + "/elsewhere";
            return Task.CompletedTask;
        };
        await lab.DispatchAsync();

        Assert.Equal("/hooks", Assert.Single(lab.Receiver.Arrived).Path);
        Assert.Equal(["pending"], await lab.StatesAsync());
        Assert.Equal("308 redirect", await LastAsync());
    }

    [Fact]
    public async Task Delivery_WithoutAnswer_TimesOutAfterTenSeconds()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        var held = new TaskCompletionSource();
        lab.Receiver.Answer = _ => held.Task;
        var dispatching = lab.DispatchAsync();
        await Eventually.TrueAsync(() => lab.Receiver.Arrived.Count == 1);

        lab.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(dispatching.IsCompleted);
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        await dispatching;
        held.SetResult();

        Assert.Equal("timeout", await LastAsync());
        Assert.Equal(["pending"], await lab.StatesAsync());
    }

    [Fact]
    public async Task Delivery_ToNoReceiver_IsRetried()
    {
        await lab.CreateAsync(lab.Terms() with { Url = "http://127.0.0.1:1025/hooks" });
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();

        Assert.Equal("connection", await LastAsync());
        Assert.Equal(["pending"], await lab.StatesAsync());
    }

    [Fact]
    public async Task Process_KilledBetweenSendAndRecord_SendsAgainWithTheSameId()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        var claimed = Assert.Single(await lab.Dispatcher.ClaimAsync(10, Stop));
        // What is left of a killed process: the message has arrived, and the lease.
        await lab.Service<WebhookSender>().SendAsync(
            new WebhookMessage(claimed.Url, claimed.FactId, claimed.Body, [lab.Service<WebhookSecrets>().Read(claimed.Secret)]), Stop);

        Assert.Equal(0, await lab.DispatchAsync());
        lab.Time.Advance(WebhookDispatcher.Lease);
        Assert.Equal(1, await lab.DispatchAsync());

        Assert.Equal(2, lab.Receiver.Arrived.Count);
        Assert.Single(lab.Receiver.Arrived.Select(arrived => (arrived.Id, arrived.Body)).Distinct());
        Assert.Equal(["delivered"], await lab.StatesAsync());

        // The killed attempt's result, had it come late, would be ignored.
        await lab.Database.ExecuteAsync("update webhook_deliveries set delivered_at = null");
        await lab.Dispatcher.DeliverAsync(claimed, Stop);
        Assert.Null(await lab.Database.ScalarAsync<DateTime?>("select delivered_at from webhook_deliveries"));
    }

    [Fact]
    public async Task Process_ShutDownWhileSending_ReleasesItsClaim()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        using var stopping = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        lab.Receiver.Answer = _ => held.Task;
        var dispatching = lab.Dispatcher.DispatchOnceAsync(10, stopping.Token);
        await Eventually.TrueAsync(() => lab.Receiver.Arrived.Count == 1);
        await stopping.CancelAsync();
        await dispatching;
        held.SetResult();
        lab.Receiver.Clear();

        Assert.Equal(1, await lab.DispatchAsync());
        Assert.Equal(["delivered"], await lab.StatesAsync());
        Assert.Equal(1, await lab.Database.ScalarAsync<int>("select attempts from webhook_deliveries"));
    }

    [Fact]
    public async Task Endpoint_Slow_HasFourAtOnceAndDelaysNoOther()
    {
        await lab.CreateAsync(lab.Terms("order.paid"));
        await lab.CreateAsync(lab.Terms("order.cancelled") with { Url = lab.Receiver.Address + "/fast" });
        await lab.ConsumeAsync([.. Enumerable.Range(0, 9).Select(_ => lab.Fact()), lab.Fact("order.cancelled")]);
        var held = new TaskCompletionSource();
        lab.Receiver.Answer = context => context.Request.Path == "/fast" ? Task.CompletedTask : held.Task;

        var first = lab.DispatchAsync();
        await Eventually.TrueAsync(() => lab.Receiver.Arrived.Count == 5);
        Assert.Equal(0, await lab.DispatchAsync());
        Assert.Equal(4, lab.Receiver.Arrived.Count(arrived => arrived.Path == "/hooks"));
        held.SetResult();

        Assert.Equal(5, await first);
        Assert.Equal(4, await lab.DispatchAsync());
        Assert.Equal(1, await lab.DispatchAsync());
        Assert.Equal(10, lab.Receiver.Arrived.Select(arrived => arrived.Id).Distinct().Count());
    }

    [Fact]
    public async Task Instances_Several_SendEachDeliveryOnce()
    {
        await lab.CreateAsync();
        using var other = WebhookLab.CreateHost(lab.Database, lab.Time, ("Webhooks:AllowedNetworks:0", "127.0.0.0/8"));
        await lab.ConsumeAsync([.. Enumerable.Range(0, 20).Select(_ => lab.Fact())]);
        var dispatchers = new[] { lab.Dispatcher, other.Services.GetRequiredService<WebhookDispatcher>() };
        var claims = new ConcurrentBag<Guid>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 40 && claims.Count < 20; i++)
            {
                foreach (var claimed in await dispatchers[number % 2].ClaimAsync(3, Stop))
                {
                    claims.Add(claimed.FactId);
                    await lab.Dispatcher.DeliverAsync(claimed, Stop);
                }
            }
        })));

        Assert.Equal(20, claims.Count);
        Assert.Equal(20, claims.Distinct().Count());
        Assert.Equal(20, lab.Receiver.Arrived.Count);
    }

    [Fact]
    public async Task Deliveries_Older_AreDeletedAfterThirtyDays()
    {
        await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        lab.Time.Advance(TimeSpan.FromDays(29));
        await lab.ConsumeAsync(lab.Fact());
        await lab.Dispatcher.DeleteOldAsync(Stop);
        Assert.Equal(2, (await lab.StatesAsync()).Count);

        lab.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.False(await lab.Dispatcher.DeleteOldAsync(Stop));
        Assert.Single(await lab.StatesAsync());
    }

    private Task<string?> LastAsync() =>
        lab.Database.ScalarAsync<string>("select concat_ws(' ', last_status, last_failure) from webhook_deliveries");
}
