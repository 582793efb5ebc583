using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.Tests.Webhooks;

/// <summary>What disables an endpoint: an answer of 410, and five days of failure.</summary>
public sealed class WebhookEndTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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
