using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.Tests.Webhooks;

/// <summary>Who may do what with webhooks, bad input, limits, and the audit log.</summary>
public sealed class WebhookCommandTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageWebhooksHandler Manage => lab.Service<ManageWebhooksHandler>();

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await lab.DispatchAsync();
        var foreign = await lab.AddOrganizationAsync();
        var before = await StateAsync();
        foreach (var (caller, refusal) in new[]
        {
            (Caller.Guest, WebhookRefusal.NotFound),
            (lab.Member(MemberRole.Owner, foreign), WebhookRefusal.NotFound),
            (lab.Member(MemberRole.BoxOffice), WebhookRefusal.NotFound),
            (lab.Member(MemberRole.CheckIn), WebhookRefusal.NotFound),
            (lab.Member(MemberRole.Analyst), WebhookRefusal.NotFound),
            (lab.Member(MemberRole.Manager), WebhookRefusal.OwnersOnly),
        })
        {
            foreach (var refused in await RunAllAsync(created.Endpoint, fact.Id, caller))
            {
                Assert.Equal(refusal, refused?.Reason);
            }

            Assert.DoesNotContain(await lab.Service<WebhookReader>().OwnersAsync(caller, Stop), owner => owner.Id == lab.Organization);
            Assert.Equal(refusal == WebhookRefusal.OwnersOnly, await lab.Service<WebhookReader>().FindAsync(created.Endpoint, caller, Stop) is { MayChange: false });
            Assert.Equal(refusal == WebhookRefusal.OwnersOnly ? 1 : 0, (await lab.Service<WebhookReader>().ListAsync(caller, 10, Stop)).Total);
            Assert.Equal(refusal == WebhookRefusal.OwnersOnly, await lab.Service<DeliveryReader>().FindAsync(created.Endpoint, fact.Id, caller, Stop) is not null);
            Assert.Equal(
                refusal == WebhookRefusal.OwnersOnly ? 1 : 0,
                (await lab.Service<DeliveryReader>().ListAsync(new ListDeliveries(created.Endpoint, caller), Stop)).Rows.Count);
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Commands_TooManyOfOneAccount_AreRefused()
    {
        var (owner, endpoint) = (lab.Owner, (await lab.CreateAsync()).Endpoint);
        for (var i = 0; i < CommandLimits.WebhookChanges.PerAccount; i++)
        {
            Assert.True((await Manage.HandleAsync(new EnableWebhook(endpoint, owner), Stop)).Succeeded);
        }

        Assert.Equal(WebhookRefusal.TooOften, (await Manage.HandleAsync(new EnableWebhook(endpoint, owner), Stop)).Refusal?.Reason);
        Assert.Equal(WebhookRefusal.TooOften, (await Manage.HandleAsync(new DeleteWebhook(endpoint, owner), Stop)).Refusal?.Reason);
        Assert.Equal(
            WebhookRefusal.TooOften, (await Manage.HandleAsync(new CreateWebhook(lab.Organization, lab.Terms(), owner), Stop)).Refusal?.Reason);

        // Tests and replays count by themselves, and other accounts for themselves.
        Assert.True((await lab.Service<TestEndpointHandler>().HandleAsync(new TestEndpoint(endpoint, owner), Stop)).Succeeded);
        Assert.True((await Manage.HandleAsync(new DisableWebhook(endpoint, lab.Owner), Stop)).Succeeded);
    }

    [Fact]
    public async Task Commands_OfAnAdmin_Succeed()
    {
        var admin = Caller.Guest with { User = UserId.New(), Email = "admin@example.org", Roles = new HashSet<string> { Roles.Admin } };
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await lab.DispatchAsync();

        Assert.All(await RunAllAsync(created.Endpoint, fact.Id, admin), Assert.Null);
        Assert.Null(await lab.Service<WebhookReader>().FindAsync(created.Endpoint, admin, Stop));
    }

    [Fact]
    public async Task Commands_WithUnknownIds_FindNothing()
    {
        var created = await lab.CreateAsync();

        Assert.All((await RunAllAsync(Guid.NewGuid(), Guid.NewGuid(), lab.Owner)).Skip(1), refused => Assert.Equal(WebhookRefusal.NotFound, refused?.Reason));
        Assert.Equal(
            WebhookRefusal.NotFound,
            (await lab.Service<ReplayWebhooksHandler>().HandleAsync(new ReplayDelivery(created.Endpoint, Guid.NewGuid(), lab.Owner), Stop)).Refusal?.Reason);
        var admin = Caller.Guest with { Roles = new HashSet<string> { Roles.Admin } };
        Assert.Equal(
            WebhookRefusal.NotFound, (await Manage.HandleAsync(new CreateWebhook(OrganizationId.New(), lab.Terms(), admin), Stop)).Refusal?.Reason);
    }

    [Fact]
    public async Task Endpoint_WithAWrongField_IsNotCreatedAndNotChanged()
    {
        var created = await lab.CreateAsync();
        var before = await StateAsync();
        foreach (var (terms, field) in new[]
        {
            (lab.Terms() with { Url = "https://169.254.169.254/" }, nameof(WebhookTerms.Url)),
            (lab.Terms() with { Description = new string('x', 201) }, nameof(WebhookTerms.Description)),
            (lab.Terms() with { Types = [] }, nameof(WebhookTerms.Types)),
        })
        {
            var make = (await Manage.HandleAsync(new CreateWebhook(lab.Organization, terms, lab.Owner), Stop)).Refusal;
            var edit = (await Manage.HandleAsync(new EditWebhook(created.Endpoint, terms, lab.Owner), Stop)).Refusal;
            foreach (var refused in new[] { make, edit })
            {
                Assert.Equal(WebhookRefusal.Invalid, refused?.Reason);
                Assert.Equal([field], refused!.Faults.Select(fault => fault.Field));
            }
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Range_WithAWrongField_ReplaysNothing()
    {
        var created = await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        var now = lab.Time.GetUtcNow();
        foreach (var (command, field) in new[]
        {
            (new ReplayDeliveries(created.Endpoint, now, now, null, lab.Owner), nameof(ReplayDeliveries.Until)),
            (new ReplayDeliveries(created.Endpoint, now.AddDays(-1), now.AddDays(1), "order.eaten", lab.Owner), nameof(ReplayDeliveries.Type)),
        })
        {
            var refused = (await lab.Service<ReplayWebhooksHandler>().HandleAsync(command, Stop)).Refusal;
            Assert.Equal((WebhookRefusal.Invalid, field), (refused?.Reason, refused?.Faults[0].Field));
        }

        Assert.Equal(0, await lab.DispatchAsync());
    }

    [Fact]
    public async Task Endpoints_OfAnOrganization_AreLimitedAlsoWhenRacing()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => Manage.HandleAsync(new CreateWebhook(lab.Organization, lab.Terms(), lab.Owner), Stop)));

        Assert.Equal(WebhookEndpoint.PerOrganizationMax, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(WebhookRefusal.TooMany, outcome.Refusal!.Reason));
    }

    [Fact]
    public async Task Tests_TooMany_AreRefusedForAMinute()
    {
        var created = await lab.CreateAsync();
        var handler = lab.Service<TestEndpointHandler>();
        for (var i = 0; i < TestEndpointHandler.PerMinuteMax; i++)
        {
            Assert.True((await handler.HandleAsync(new TestEndpoint(created.Endpoint, lab.Owner), Stop)).Succeeded);
        }

        Assert.Equal(WebhookRefusal.TooSoon, (await handler.HandleAsync(new TestEndpoint(created.Endpoint, lab.Owner), Stop)).Refusal?.Reason);
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await handler.HandleAsync(new TestEndpoint(created.Endpoint, lab.Owner), Stop)).Succeeded);
    }

    [Fact]
    public async Task Endpoint_Disabled_RefusesTestsAndReplays()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await Manage.HandleAsync(new DisableWebhook(created.Endpoint, lab.Owner), Stop);
        Assert.Equal(0, await lab.DispatchAsync());
        Assert.Equal("disabled by-member", await lab.EndpointStateAsync(created.Endpoint));

        Assert.Equal(WebhookRefusal.Disabled, (await lab.Service<TestEndpointHandler>().HandleAsync(new TestEndpoint(created.Endpoint, lab.Owner), Stop)).Refusal?.Reason);
        Assert.Equal(
            WebhookRefusal.Disabled,
            (await lab.Service<ReplayWebhooksHandler>().HandleAsync(new ReplayDelivery(created.Endpoint, fact.Id, lab.Owner), Stop)).Refusal?.Reason);
        await Manage.HandleAsync(new EnableWebhook(created.Endpoint, lab.Owner), Stop);
        Assert.Equal(1, await lab.DispatchAsync());
    }

    [Fact]
    public async Task Delivery_BeingSent_IsNotReplayed()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await lab.Dispatcher.ClaimAsync(1, Stop);

        Assert.Equal(
            WebhookRefusal.Running,
            (await lab.Service<ReplayWebhooksHandler>().HandleAsync(new ReplayDelivery(created.Endpoint, fact.Id, lab.Owner), Stop)).Refusal?.Reason);
    }

    [Fact]
    public async Task Changes_OfAnEndpoint_AreAuditedWithoutSecrets()
    {
        var created = await lab.CreateAsync();
        var (owner, terms) = (lab.Owner, lab.Terms("order.paid") with { Description = "Reports" });
        RevealedWebhook? rotated = null;
        foreach (var run in new Func<Task>[]
        {
            () => Manage.HandleAsync(new EditWebhook(created.Endpoint, terms, owner), Stop),
            () => Manage.HandleAsync(new EditWebhook(created.Endpoint, terms, owner), Stop),
            async () => rotated = (await Manage.HandleAsync(new RotateWebhookSecret(created.Endpoint, owner), Stop)).Value,
            () => Manage.HandleAsync(new DisableWebhook(created.Endpoint, owner), Stop),
            () => Manage.HandleAsync(new DisableWebhook(created.Endpoint, owner), Stop),
            () => Manage.HandleAsync(new EnableWebhook(created.Endpoint, owner), Stop),
            () => Manage.HandleAsync(new DeleteWebhook(created.Endpoint, owner), Stop),
        })
        {
            lab.Time.Advance(TimeSpan.FromSeconds(1));
            await run();
        }

        Assert.Equal(
            ["webhook.created", "webhook.changed", "webhook.secret-rotated", "webhook.disabled", "webhook.enabled", "webhook.deleted"],
            await lab.Database.ListAsync<string>("select action from audit_entries where subject_id = $1 order by at", created.Endpoint.ToString()));
        var entries = string.Concat(await lab.Database.ListAsync<string>(
            "select concat(before, after) from audit_entries where subject_id = $1", created.Endpoint.ToString()));
        Assert.Contains("Reports", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", entries, StringComparison.Ordinal);
        Assert.NotEqual(created.Secret, rotated?.Secret);
    }

    [Fact]
    public async Task Secret_InTheDatabase_IsEncrypted()
    {
        var created = await lab.CreateAsync();
        var stored = await lab.Database.ScalarAsync<byte[]>("select secret from webhook_endpoints where id = $1", created.Endpoint);
        var key = Convert.FromBase64String(created.Secret["whsec_".Length..]);

        Assert.Equal(-1, stored.AsSpan().IndexOf(key));
        Assert.Equal(key, lab.Service<WebhookSecrets>().Read(stored!));
    }

    [Fact]
    public async Task Endpoint_Deleted_TakesItsDeliveriesAlong()
    {
        var created = await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        Assert.True((await Manage.HandleAsync(new DeleteWebhook(created.Endpoint, lab.Owner), Stop)).Succeeded);

        Assert.Empty(await lab.StatesAsync());
        Assert.Equal(0, await lab.DispatchAsync());
    }

    [Fact]
    public async Task Deliveries_Listed_ArePagedAndFiltered()
    {
        var created = await lab.CreateAsync();
        for (var i = 0; i < 30; i++)
        {
            await lab.ConsumeAsync(lab.Fact(i == 7 ? "order.cancelled" : "order.paid"));
            lab.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var reader = lab.Service<DeliveryReader>();
        var first = await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner), Stop);
        var second = await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner, Before: first.Next), Stop);
        Assert.Equal((25, 5, null), (first.Rows.Count, second.Rows.Count, second.Next));
        Assert.Equal(30, first.Rows.Concat(second.Rows).Select(row => row.FactId).Distinct().Count());
        Assert.True(first.Rows[0].CreatedAt > second.Rows[^1].CreatedAt);

        Assert.Single((await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner, Type: "order.cancelled"), Stop)).Rows);
        Assert.Empty((await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner, DeliveryStatus.Failed), Stop)).Rows);
        await lab.DispatchAsync(1);
        Assert.Single((await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner, DeliveryStatus.Delivered), Stop)).Rows);
        Assert.Equal(25, (await reader.ListAsync(new ListDeliveries(created.Endpoint, lab.Owner, DeliveryStatus.Pending), Stop)).Rows.Count);
    }

    /// <summary>The refusal of every command, null for each that succeeded; the last deletes.</summary>
    private async Task<IReadOnlyList<RefusedWebhook?>> RunAllAsync(Guid endpoint, Guid fact, Caller caller)
    {
        var now = lab.Time.GetUtcNow();
        var replay = lab.Service<ReplayWebhooksHandler>();
        return
        [
            (await Manage.HandleAsync(new CreateWebhook(lab.Organization, lab.Terms(), caller), Stop)).Refusal,
            (await Manage.HandleAsync(new EditWebhook(endpoint, lab.Terms("order.paid"), caller), Stop)).Refusal,
            (await Manage.HandleAsync(new RotateWebhookSecret(endpoint, caller), Stop)).Refusal,
            (await lab.Service<TestEndpointHandler>().HandleAsync(new TestEndpoint(endpoint, caller), Stop)).Refusal,
            (await replay.HandleAsync(new ReplayDelivery(endpoint, fact, caller), Stop)).Refusal,
            (await replay.HandleAsync(new ReplayDeliveries(endpoint, now.AddDays(-1), now.AddDays(1), null, caller), Stop)).Refusal,
            (await Manage.HandleAsync(new DisableWebhook(endpoint, caller), Stop)).Refusal,
            (await Manage.HandleAsync(new EnableWebhook(endpoint, caller), Stop)).Refusal,
            (await Manage.HandleAsync(new DeleteWebhook(endpoint, caller), Stop)).Refusal,
        ];
    }

    private async Task<List<string>> StateAsync() => await lab.Database.ListAsync<string>(
        "select e::text from webhook_endpoints e union all select d::text from webhook_deliveries d union all select a.action from audit_entries a");
}
