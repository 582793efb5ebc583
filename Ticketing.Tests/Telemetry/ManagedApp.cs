using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Telemetry;

/// <summary>
/// The built application with a management port and a receiver of its traces, after a small sale: two holds, of which one is refused, and a paid
/// order. A process of its own: listeners of metrics and spans hear the whole process, so applications of other tests would count too.
/// </summary>
public sealed class ManagedApp(TestServers servers) : IAsyncLifetime
{
    public const string Email = "grace.hopper@example.org";

    private readonly ConcurrentQueue<byte[]> _traces = new();
    private WebApplication? _receiver;
    private AppProcess? _app;

    public TestDatabase Database { get; private set; } = null!;

    public HttpClient Shop { get; private set; } = null!;

    public HttpClient Management { get; private set; } = null!;

    /// <summary>The secret that opens the order.</summary>
    public string OrderToken { get; private set; } = "";

    public string OrderId { get; private set; } = "";

    /// <summary>The received spans: names and tags are plain text in protobuf.</summary>
    public string Traces => string.Concat(_traces.Select(Encoding.Latin1.GetString));

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        _receiver = await ReceiveAsync();
        var port = AppProcess.FreePort();
        _app = await AppProcess.StartAsync([
            .. Database.Settings,
            ("Management:Port", port.ToString(CultureInfo.InvariantCulture)),
            ("Management:TracePercent", "100"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ]);
        Shop = new HttpClient { BaseAddress = _app.BaseAddress };
        Management = new HttpClient { BaseAddress = new UriBuilder(_app.BaseAddress) { Port = port }.Uri };
        await SellAsync(_app.BaseAddress);
    }

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        Management.Dispose();
        await _app!.DisposeAsync();
        await _receiver!.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task SellAsync(Uri address)
    {
        using var holds = new HoldClient(address);
        using var orders = new OrderClient(address);
        var sale = await TestSale.CreateAsync(Database.DataSource);
        var hold = await holds.HoldAsync(sale, "Stalls-A-1");
        await holds.HoldAsync(sale, "Stalls-A-1");
        var order = await orders.PlaceAsync(hold, Email);
        (OrderId, OrderToken) = (order.Id, order.Token!);
        await orders.PayAsync(order);
        await Eventually.TrueAsync(async () => (await orders.ReadAsync(order)).Status == "paid");
    }

    private async Task<WebApplication> ReceiveAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = builder.Build();
        receiver.MapPost("/v1/traces", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _traces.Enqueue(body.ToArray());
        });
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }
}
