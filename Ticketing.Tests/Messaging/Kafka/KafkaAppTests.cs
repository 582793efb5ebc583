using System.Text.Json.Nodes;
using Ticketing.Tests.Analytics;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>The application with <c>Events:Log=kafka</c>.</summary>
public sealed class KafkaAppTests(TestServers servers, KafkaCluster cluster) : IClassFixture<KafkaCluster>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_Paid_IsInTheFiguresAndMailedByWayOfKafka()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database, null, cluster.Settings(cluster.Topic));
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var holds = new HoldClient(app);
        using var orders = new OrderClient(app.BaseAddress);

        var order = await orders.PlaceAsync(await holds.HoldAsync(sale, sale.Label(0), sale.Label(1)));
        await orders.PayAsync(order);

        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(*) from sent_mails where sent_at is not null") == 1);
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(*) from sales_minutes where orders = 1") == 1);
        await SalesFigures.CaughtUpAsync(database);
        Assert.Contains(cluster.ReadAll(cluster.Topic), record => record.Fact?.Type == "order.paid");
        Assert.False(await database.Redis.GetDatabase().KeyExistsAsync("{evt}:at"));
        Assert.Equal("ok", await CheckAsync(orders.Http, "kafka"));
    }

    [Fact]
    public async Task Cluster_Unreachable_SalesGoOnAndFactsWait()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database, null, ("Events:Log", "kafka"), ("Events:Kafka:Servers", "127.0.0.1:1"));
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var holds = new HoldClient(app);
        using var orders = new OrderClient(app.BaseAddress);

        var order = await orders.PlaceAsync(await holds.HoldAsync(sale, sale.Label(0)));
        await orders.PayAsync(order);
        await Eventually.TrueAsync(async () => (await orders.ReadAsync(order)).Status == "paid");

        Assert.Equal("degraded", await CheckAsync(orders.Http, "kafka"));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from outbox where type = 'order.paid'"));
    }

    // Fails for another status than 200: the instance is ready.
    private static async Task<string> CheckAsync(HttpClient http, string name) =>
        JsonNode.Parse(await http.GetStringAsync("/health/ready", Stop))!["checks"]![name]!.GetValue<string>();
}
