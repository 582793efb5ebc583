using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Tests.Architecture;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Telemetry;

/// <summary>The management port and the traces of a running application.</summary>
public sealed partial class ManagementTests(ManagedApp app) : IClassFixture<ManagedApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scrape_OfARunningApplication_HasTheMetricsOfThePage()
    {
        var scrape = await SampledAsync();

        var exported = TypeLine().Matches(scrape).Select(line => line.Groups["name"].Value).Where(name => name.StartsWith("ticketing_", StringComparison.Ordinal));
        var listed = Row().Matches(Repository.Read("docs/telemetry.md")).Select(row => row.Groups["name"].Value);
        Assert.Equal(listed.Order(StringComparer.Ordinal), exported.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ticketing_holds_total", "result=\"held\"", 1)]
    [InlineData("ticketing_holds_total", "result=\"seats-taken\"", 1)]
    [InlineData("ticketing_holds_total", "result=\"busy\"", 0)]
    [InlineData("ticketing_hold_duration_seconds_count", "", 2)]
    [InlineData("ticketing_orders_total", "result=\"placed\"", 1)]
    [InlineData("ticketing_checkout_duration_seconds_count", "", 1)]
    [InlineData("ticketing_payments_total", "result=\"succeeded\"", 1)]
    [InlineData("ticketing_orders_paid_without_tickets", "", 0)]
    [InlineData("ticketing_seats_sold_twice", "", 0)]
    [InlineData("ticketing_redis_available", "", 1)]
    [InlineData("ticketing_draining", "", 0)]
    public async Task Scrape_AfterASale_CountsIt(string name, string label, double value)
    {
        var scrape = await SampledAsync();

        Assert.Equal(value, Assert.Single(Values(scrape, name, label)));
    }

    [Fact]
    public async Task Scrape_AfterASale_HasTheMoney() =>
        Assert.Equal(
            await app.Database.ScalarAsync<long>("select sum(amount)::bigint from payments where status = 'succeeded'"),
            Values(await SampledAsync(), "ticketing_paid_amount_total", "").Sum());

    [Theory]
    [InlineData("http_server_request_duration_seconds_count")]
    [InlineData("db_client_operation_duration_seconds_count")]
    [InlineData("dotnet_gc_collections_total")]
    public async Task Scrape_OfTheFramework_IsExported(string name) =>
        Assert.Contains(name, await app.Management.GetStringAsync("metrics", Stop), StringComparison.Ordinal);

    [Theory]
    [InlineData("health/live", HttpStatusCode.OK)]
    [InlineData("health/ready", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.NotFound)]
    [InlineData("events", HttpStatusCode.NotFound)]
    [InlineData("admin", HttpStatusCode.NotFound)]
    [InlineData("api/v1/events", HttpStatusCode.NotFound)]
    [InlineData("css/tokens.css", HttpStatusCode.NotFound)]
    public async Task ManagementPort_HasHealthAndNothingOfTheShop(string path, HttpStatusCode expected)
    {
        using var answer = await app.Management.GetAsync(path, Stop);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Shop_HasNoMetrics()
    {
        using var answer = await app.Shop.GetAsync("metrics", Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("ticketing_holds_total", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_OfASale_HaveItsSpansAndNobodysData()
    {
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/orders/{app.OrderId}?marker=visitor"))
        {
            request.Headers.Authorization = new("Bearer", app.OrderToken);
            request.Headers.UserAgent.ParseAdd("SecretBrowser/1.0");
            using var answer = await app.Shop.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Eventually.TrueAsync(() => app.Traces.Contains("GET /api/v1/orders/{", StringComparison.Ordinal)
            && app.Traces.Contains("ticketing.batch.items", StringComparison.Ordinal)
            && app.Traces.Contains("db.system", StringComparison.Ordinal));

        var traces = app.Traces;
        Assert.DoesNotContain(ManagedApp.Email, traces, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Lovelace", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(app.OrderToken, traces, StringComparison.Ordinal);
        Assert.DoesNotContain($"orders/{app.OrderId}", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("marker=visitor", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("SecretBrowser", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/health/", traces, StringComparison.Ordinal);
    }

    /// <summary>A scrape after the first sample of the database's rows.</summary>
    private async Task<string> SampledAsync()
    {
        var scrape = "";
        await Eventually.TrueAsync(async () =>
        {
            scrape = await app.Management.GetStringAsync("metrics", Stop);
            return scrape.Contains("ticketing_mails_waiting", StringComparison.Ordinal)
                && Values(scrape, "ticketing_payments_total", "result=\"succeeded\"").Sum() > 0
                && scrape.Contains("ticketing_consumer_lag_seconds", StringComparison.Ordinal);
        });
        return scrape;
    }

    private static List<double> Values(string scrape, string name, string label) =>
    [
        .. SampleLine().Matches(scrape)
            .Where(line => line.Groups["name"].Value == name && line.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
            .Select(line => double.Parse(line.Groups["value"].Value, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    [GeneratedRegex(@"^# TYPE (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\| `(?<name>ticketing_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>[^}]*)\})? (?<value>[0-9.e+-]+)", RegexOptions.Multiline)]
    private static partial Regex SampleLine();
}
