using System.Text.Json;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.Tests.Webhooks;

/// <summary>Which deliveries the consumer of facts enlists.</summary>
public sealed class WebhooksConsumerTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Facts_ReadAgain_AreEnlistedOnce()
    {
        await lab.CreateAsync();
        var facts = new[] { lab.Fact(), lab.Fact() };
        await lab.ConsumeAsync(facts);
        await lab.ConsumeAsync([.. facts, lab.Fact()]);

        Assert.Equal(3, (await lab.StatesAsync()).Count);
    }

    [Fact]
    public async Task Facts_OfOtherTypesAndOrganizations_AreNotEnlisted()
    {
        await lab.CreateAsync(lab.Terms("order.paid"));
        var other = await lab.AddOrganizationAsync();
        var wanted = lab.Fact();

        await lab.ConsumeAsync(
            lab.Fact("order.cancelled"),
            lab.Fact(organization: other),
            lab.Fact("account.confirm-email", payload: "{\"email\":\"ada@example.org\"}"),
            lab.Fact("order.mail-requested"),
            lab.Fact() with { OrganizationId = null },
            wanted);

        Assert.Equal([wanted.Id], await lab.Database.ListAsync<Guid>("select fact_id from webhook_deliveries"));
    }

    [Fact]
    public async Task Facts_FromBeforeTheEndpointOrTooOld_AreNotEnlisted()
    {
        var before = lab.Fact();
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        await lab.CreateAsync();
        var old = lab.Fact();
        lab.Time.Advance(WebhookDelivery.KeptTime);
        var wanted = lab.Fact();
        await lab.ConsumeAsync(before, old, wanted);

        Assert.Equal([wanted.Id], await lab.Database.ListAsync<Guid>("select fact_id from webhook_deliveries"));
    }

    [Fact]
    public async Task Facts_WhileDisabled_AreNotEnlisted()
    {
        var created = await lab.CreateAsync();
        await lab.Service<ManageWebhooksHandler>().HandleAsync(new DisableWebhook(created.Endpoint, lab.Owner), Stop);
        await lab.ConsumeAsync(lab.Fact());

        Assert.Empty(await lab.StatesAsync());
    }

    [Fact]
    public async Task Fact_ForSeveralEndpoints_IsEnlistedForEach()
    {
        var (one, two) = (await lab.CreateAsync(), await lab.CreateAsync(lab.Terms("order.paid")));
        await lab.ConsumeAsync(lab.Fact());

        Assert.Equal(
            new[] { one.Endpoint, two.Endpoint }.Order(), (await lab.Database.ListAsync<Guid>("select endpoint_id from webhook_deliveries")).Order());
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>("select count(distinct body) from webhook_deliveries"));
    }

    [Fact]
    public async Task Facts_OfOneOrder_HaveGrowingSequences()
    {
        await lab.CreateAsync();
        var (order, now) = (Guid.NewGuid(), lab.Time.GetUtcNow());

        // In one batch, in another one, and from an instance whose clock is behind.
        await lab.ConsumeAsync(lab.Fact("order.placed", order, now), lab.Fact("order.paid", order, now));
        await lab.ConsumeAsync(lab.Fact("order.partially-refunded", order, now.AddSeconds(2)));
        await lab.ConsumeAsync(lab.Fact("order.refunded", order, now.AddSeconds(1)));

        Assert.Equal(
            ["order.placed", "order.paid", "order.partially-refunded", "order.refunded"],
            await lab.Database.ListAsync<string>("select type from webhook_deliveries order by sequence"));
        var bodies = await lab.Database.ListAsync<string>("select body from webhook_deliveries order by sequence");
        Assert.Equal(
            await lab.Database.ListAsync<long>("select sequence from webhook_deliveries order by sequence"),
            bodies.Select(body => JsonSerializer.Deserialize<JsonElement>(body).GetProperty("sequence").GetInt64()));
    }

    [Fact]
    public async Task Bodies_OfOrders_HaveNoPersonalData()
    {
        await lab.CreateAsync();
        var payload = JsonSerializer.Serialize(new
        {
            orderId = Guid.NewGuid(),
            number = "T-7K3M9Q2X",
            performanceId = Guid.NewGuid(),
            organizationId = lab.Organization.Value,
            total = 9000,
            refunded = 0,
            currency = "EUR",
            email = "ada@example.org",
            name = "Ada Lovelace",
        });
        await lab.ConsumeAsync([.. WebhookTypes.All.Select(type => lab.Fact(type, payload: payload))]);

        var bodies = await lab.Database.ListAsync<string>("select body from webhook_deliveries");
        Assert.Equal(WebhookTypes.All.Count, bodies.Count);
        Assert.All(bodies, body => Assert.DoesNotContain("ada", body, StringComparison.OrdinalIgnoreCase));
        Assert.All(bodies, body => Assert.Equal(
            ["id", "type", "createdAt", "organization", "data", "sequence"],
            JsonSerializer.Deserialize<JsonElement>(body).EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    public async Task Transaction_RolledBack_EnlistsNothing()
    {
        await lab.CreateAsync();
        await Assert.ThrowsAsync<JsonException>(() => lab.ConsumeAsync(lab.Fact(), lab.Fact(payload: "null")));

        Assert.Empty(await lab.StatesAsync());
    }
}
