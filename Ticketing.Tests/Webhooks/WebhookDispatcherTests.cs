using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;
using Ticketing.Infrastructure.Webhooks.Sending;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>Attempts, retries, ends and replays of deliveries, on a real receiver and by a clock of the tests.</summary>
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
        Assert.Equal(Signature(created.Secret, arrived), arrived.Signature);
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
            context.Response.Redirect(lab.Receiver.Address + "/elsewhere", permanent: true, preserveMethod: true);
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
    public async Task Delivery_AnsweredGone_EndsAndDisablesTheEndpoint()
    {
        var created = await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        lab.Receiver.AnswerWith(410);
        await lab.DispatchAsync();
        await lab.ConsumeAsync(lab.Fact());

        Assert.Equal(["failed"], await lab.StatesAsync());
        Assert.Equal("disabled gone", await lab.EndpointStateAsync(created.Endpoint));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from outbox"));
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'webhook.disabled' and actor = 'system' and subject_id = $1", created.Endpoint.ToString()));
    }

    [Fact]
    public async Task Endpoint_FailingForFiveDays_IsDisabledWithAMailToItsOwners()
    {
        var (ada, bo) = (await AddUserAsync("ada@example.org", "de", MemberRole.Owner), await AddUserAsync("bo@example.org", "en", MemberRole.Owner));
        await AddUserAsync("manager@example.org", "en", MemberRole.Manager);
        await AddUserAsync("unconfirmed@example.org", "en", MemberRole.Owner, isConfirmed: false);
        var created = await lab.CreateAsync();
        lab.Receiver.AnswerWith(503);
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        lab.Time.Advance(TimeSpan.FromDays(5) - TimeSpan.FromMinutes(1));
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        Assert.Equal("active", await lab.EndpointStateAsync(created.Endpoint));

        lab.Time.Advance(TimeSpan.FromMinutes(1));
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();

        Assert.Equal("disabled failing", await lab.EndpointStateAsync(created.Endpoint));
        Assert.Equal(
            [$"{ada} ada@example.org de Test", $"{bo} bo@example.org en Test"],
            (await lab.Database.ListAsync<string>(
                """
                select concat_ws(' ', aggregateid, payload->>'email', payload->>'locale', payload->>'organization')
                from outbox where type = 'account.webhook-disabled' and payload->>'link' = $1
                """, $"https://tickets.example/admin/webhooks/{created.Endpoint}")).OrderBy(line => line.Split(' ')[1]));
        var sent = lab.Receiver.Arrived.Count;
        lab.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await lab.DispatchAsync());

        lab.Receiver.Clear();
        Assert.True((await lab.Service<ManageWebhooksHandler>().HandleAsync(new EnableWebhook(created.Endpoint, lab.Owner), Stop)).Succeeded);
        Assert.NotEqual(0, await lab.DispatchAsync());
        Assert.Equal("active", await lab.EndpointStateAsync(created.Endpoint));
        Assert.True(sent > 0);
    }

    [Fact]
    public async Task Endpoint_WithASuccess_BeginsToFailAnew()
    {
        await lab.CreateAsync();
        lab.Receiver.AnswerWith(500);
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        Assert.NotNull(await FailingSinceAsync());

        lab.Receiver.AnswerWith(204);
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        Assert.Null(await FailingSinceAsync());
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
    public async Task Secret_Replaced_SignsWithBothForADay()
    {
        var created = await lab.CreateAsync();
        var rotated = (await lab.Service<ManageWebhooksHandler>().HandleAsync(new RotateWebhookSecret(created.Endpoint, lab.Owner), Stop)).Value!;
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        lab.Time.Advance(TimeSpan.FromHours(24));
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();

        var (during, after) = (lab.Receiver.Arrived.First(), lab.Receiver.Arrived.Last());
        Assert.Equal($"{Signature(rotated.Secret, during)} {Signature(created.Secret, during)}", during.Signature);
        Assert.Equal(Signature(rotated.Secret, after), after.Signature);
    }

    [Fact]
    public async Task Delivery_Replayed_IsEqualToTheByteButForTimeAndSignature()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await lab.DispatchAsync();
        lab.Time.Advance(TimeSpan.FromHours(1));
        var replayed = await lab.Service<ReplayWebhooksHandler>().HandleAsync(new ReplayDelivery(created.Endpoint, fact.Id, lab.Owner), Stop);
        Assert.Equal(1, replayed.Value);
        await lab.DispatchAsync();

        var (first, second) = (lab.Receiver.Arrived.First(), lab.Receiver.Arrived.Last());
        Assert.Equal(2, lab.Receiver.Arrived.Count);
        Assert.Equal((first.Body, first.Path), (second.Body, second.Path));
        Assert.Equal(3600, second.Timestamp - first.Timestamp);
        Assert.Equal(Signature(created.Secret, second), second.Signature);
        Assert.Equal(Steady(first), Steady(second));
    }

    [Fact]
    public async Task Deliveries_OfATimeAndType_AreReplayed()
    {
        var created = await lab.CreateAsync();
        var (old, paid, cancelled) = (lab.Fact(), lab.Fact(at: lab.Time.GetUtcNow().AddHours(1)), lab.Fact("order.cancelled", at: lab.Time.GetUtcNow().AddHours(1)));
        lab.Time.Advance(TimeSpan.FromHours(2));
        await lab.ConsumeAsync(old, paid, cancelled);
        await lab.DispatchAsync();
        lab.Receiver.Clear();
        var replay = lab.Service<ReplayWebhooksHandler>();

        var outcome = await replay.HandleAsync(
            new ReplayDeliveries(created.Endpoint, paid.CreatedAt, paid.CreatedAt.AddHours(1), "order.paid", lab.Owner), Stop);
        await lab.DispatchAsync();
        Assert.Equal(1, outcome.Value);
        Assert.Equal([paid.Id], lab.Receiver.Arrived.Select(arrived => arrived.Id));

        outcome = await replay.HandleAsync(new ReplayDeliveries(created.Endpoint, old.CreatedAt, paid.CreatedAt.AddHours(1), null, lab.Owner), Stop);
        Assert.Equal(3, outcome.Value);
        outcome = await replay.HandleAsync(new ReplayDeliveries(created.Endpoint, old.CreatedAt, paid.CreatedAt.AddHours(1), null, lab.Owner), Stop);
        Assert.Equal(0, outcome.Value);
    }

    [Fact]
    public async Task Test_Requested_IsSentOnceAndCountsAsNoFailure()
    {
        var created = await lab.CreateAsync();
        lab.Receiver.AnswerWith(500);
        var test = await lab.Service<TestEndpointHandler>().HandleAsync(new TestEndpoint(created.Endpoint, lab.Owner), Stop);
        await lab.DispatchAsync();

        var arrived = Assert.Single(lab.Receiver.Arrived);
        Assert.Equal(test.Value, arrived.Id);
        Assert.Contains("\"type\":\"webhook.test\"", arrived.Body, StringComparison.Ordinal);
        Assert.Equal(["failed"], await lab.StatesAsync());
        Assert.Null(await FailingSinceAsync());
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

    private static string Signature(string secret, ArrivedWebhook arrived) => WebhookSecret.Sign(
        [Convert.FromBase64String(secret["whsec_".Length..])], arrived.Id.ToString(), arrived.Timestamp, Encoding.UTF8.GetBytes(arrived.Body));

    private static IEnumerable<string> Steady(ArrivedWebhook arrived) => arrived.Headers
        .Where(header => header.Key is not (WebhookSecret.TimestampHeader or WebhookSecret.SignatureHeader))
        .Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.OrdinalIgnoreCase);

    private Task<string?> LastAsync() =>
        lab.Database.ScalarAsync<string>("select concat_ws(' ', last_status, last_failure) from webhook_deliveries");

    private Task<DateTime?> FailingSinceAsync() => lab.Database.ScalarAsync<DateTime?>("select failing_since from webhook_endpoints");

    private async Task<Guid> AddUserAsync(string email, string locale, MemberRole role, bool isConfirmed = true)
    {
        var id = Guid.NewGuid();
        await lab.Database.ExecuteAsync(
            """
            insert into users (id, name, locale, created_at, email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ($1, 'Ada', $2, now(), $3, $4, false, false, false, 0)
            """, id, locale, email, isConfirmed);
        await lab.Database.ExecuteAsync("insert into members values ($1, $2, $3)", lab.Organization.Value, id, role.ToWord());
        return id;
    }
}
