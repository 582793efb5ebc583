using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Infrastructure.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;
using Ticketing.Infrastructure.Webhooks.Sending;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>
/// The webhooks' services on a database of the test class, with a clock of the tests and a receiver on the loopback interface. The worker
/// does not run: tests make its passes.
/// </summary>
public sealed class WebhookLab(TestServers servers) : IAsyncLifetime
{
    internal static readonly string[] AllTypes = [.. WebhookTypes.All];

    private IHost _host = null!;

    internal TestDatabase Database { get; private set; } = null!;

    internal FakeTimeProvider Time { get; } = new(TestTimes.Start);

    internal WebhookReceiver Receiver { get; private set; } = null!;

    internal OrganizationId Organization { get; private set; }

    internal Caller Owner => Member(MemberRole.Owner);

    internal WebhookDispatcher Dispatcher => Service<WebhookDispatcher>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        Receiver = await WebhookReceiver.StartAsync();
        _host = CreateHost(Database, Time, ("Webhooks:AllowedNetworks:0", "127.0.0.0/8"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal static IHost CreateHost(TestDatabase database, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.Services.AddDatabase(database.ConnectionString);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton<LoadMonitor>();
        builder.Services.AddSingleton<FactSignals>();
        builder.Services.AddSingleton(database.Redis);
        builder.Services.AddSingleton<CommandCounter>();
        builder.Services.AddWebhooks(_ => new WebhookLinks(endpoint => new Uri($"https://tickets.example/admin/webhooks/{endpoint}")));
        return builder.Build();
    }

    internal T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Removes what the test before left, and makes an organization.</summary>
    internal async Task BeginAsync()
    {
        await Database.ExecuteAsync("delete from webhook_endpoints");
        await Database.ExecuteAsync("delete from outbox");
        Receiver.Clear();
        Time.Advance(TimeSpan.FromDays(1));
        Organization = await AddOrganizationAsync();
    }

    internal async Task<OrganizationId> AddOrganizationAsync()
    {
        var id = OrganizationId.New();
        await Database.ExecuteAsync("insert into organizations values ($1, 'Test', $2, 'box@test.example', true, 48, false)", id.Value, id.Value.ToString("N"));
        return id;
    }

    internal Caller Member(MemberRole role, OrganizationId? organization = null) => new(
        UserId.New(), "Sam", "sam@example.org", EmailConfirmed: true, new HashSet<string> { Roles.Buyer },
        new Dictionary<OrganizationId, MemberRole> { [organization ?? Organization] = role });

    internal WebhookTerms Terms(params string[] types) => new(Receiver.Address + "/hooks", "", types.Length > 0 ? types : AllTypes);

    internal async Task<RevealedWebhook> CreateAsync(WebhookTerms? terms = null)
    {
        var created = await Service<ManageWebhooksHandler>().HandleAsync(new CreateWebhook(Organization, terms ?? Terms(), Owner), Stop);
        return created.Succeeded ? created.Value : throw new InvalidOperationException(created.Refusal.ToString());
    }

    internal Fact Fact(string type = "order.paid", Guid? order = null, DateTimeOffset? at = null, OrganizationId? organization = null, string? payload = null)
    {
        var (id, now, owner) = (order ?? Guid.NewGuid(), at ?? Time.GetUtcNow(), (organization ?? Organization).Value);
        return new Fact(
            Guid.CreateVersion7(now), type, "order", id.ToString(), owner, now, null,
            payload ?? JsonSerializer.Serialize(new OrderFact(id, "T-7K3M9Q2X", Guid.NewGuid(), owner, 9000, 0, "EUR"), JsonSerializerOptions.Web),
            new FactPosition(1, 1));
    }

    /// <summary>Gives facts to the consumer, in a transaction of its own.</summary>
    internal async Task ConsumeAsync(params Fact[] facts)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await using var connection = await Service<NpgsqlDataSource>().OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await scope.ServiceProvider.GetRequiredService<WebhooksConsumer>().ApplyAsync(facts, connection, transaction, Stop);
        await transaction.CommitAsync(Stop);
    }

    internal Task<int> DispatchAsync(int max = 100) => Dispatcher.DispatchOnceAsync(max, Stop);

    internal Task<List<string>> StatesAsync() => Database.ListAsync<string>(
        "select case when ended_at is null then 'pending' when delivered_at is null then 'failed' else 'delivered' end from webhook_deliveries order by fact_id");

    internal Task<string?> EndpointStateAsync(Guid endpoint) =>
        Database.ScalarAsync<string>("select status || coalesce(' ' || disabled_reason, '') from webhook_endpoints where id = $1", endpoint);
}
