using System.Diagnostics;
using System.Globalization;
using Ticketing.Tests.Hosting.Parity;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Hosting;

/// <summary>
/// The fast lane answers as the general pipeline does. Each case of <see cref="HoldCases"/> and <see cref="OrderCases"/> runs on a new
/// performance without a cookie, and on another one with a cookie, which only the pipeline answers.
/// </summary>
public sealed class FastLaneTests(TestServers servers, ParityShop shop) : IClassFixture<ParityShop>
{
    private const int Burst = 5;
    private const int BurstsMax = 20;
    private const string UnknownHold =
        """{"holdId":"0193b0a0-0000-7000-8000-000000000001","holdSecret":"x","buyer":{"name":"Ada","email":"ada@example.org"}}""";

    private static readonly Dictionary<string, ParityCase> Cases =
        HoldCases.All.Concat(OrderCases.All).ToDictionary(one => one.Name, StringComparer.Ordinal);

    private static int _line;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Repeats => [.. Cases.Values.Where(one => one.IsRepeat).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_OnTheFastLane_IsAnsweredAsInThePipeline(string name)
    {
        var one = Cases[name];

        var lane = await RunAsync(one, AnsweredBy.FastLane);
        var pipeline = await RunAsync(one, AnsweredBy.Pipeline);

        Assert.Equal(pipeline.Text, lane.Text);
        Assert.Equal(one.Status, lane.Answers[^1].Status);
        Assert.Contains(one.Stored, lane.Stored, StringComparison.Ordinal);
        Assert.All(lane.Answers, answer => Assert.Equal(one.By, answer.By ?? one.By));
        Assert.All(pipeline.Answers, answer => Assert.NotEqual(AnsweredBy.FastLane, answer.By));
    }

    [Theory]
    [MemberData(nameof(Repeats))]
    public async Task Repeat_OnEitherSide_GetsTheFirstAnswer(string name)
    {
        var one = Cases[name];
        foreach (var sides in new AnsweredBy[][]
        {
            [AnsweredBy.FastLane, AnsweredBy.FastLane],
            [AnsweredBy.FastLane, AnsweredBy.Pipeline],
            [AnsweredBy.Pipeline, AnsweredBy.FastLane],
        })
        {
            var run = await RunAsync(one, sides);

            Assert.Equal(sides, run.Answers.Select(answer => answer.By!.Value));
            Assert.Equal(run.Answers[0].Text, run.Answers[1].Text);
        }
    }

    // A compressed answer does not show who sent it: routing does.
    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Metrics_OfTheFastLane_HaveTheRouteWithoutRouting(string encoding)
    {
        using var metrics = new RequestMetrics(shop.App.Services);
        var sale = await shop.OpenAsync();
        foreach (var request in new[] { sale.ToHold("{}"), ParityRequest.ToOrder(UnknownHold) })
        {
            await request.With(("Accept-Encoding", encoding)).SendAsync(shop.Http, AnsweredBy.FastLane);
            await request.With(("Accept-Encoding", encoding)).SendAsync(shop.Http, AnsweredBy.Pipeline);
        }

        await Eventually.TrueAsync(() => metrics.Answered.Count(IsOfTheLane) == 4);

        var routes = metrics.Answered.Where(IsOfTheLane).GroupBy(route => route).ToDictionary(route => route.Key, route => route.Count());
        Assert.Equal([2, 2], routes.Select(route => route.Value));
        Assert.Equal(routes.Keys.Order(StringComparer.Ordinal), metrics.Routed.Where(IsOfTheLane).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"seats":["Stalls-A-1"]}""", AnsweredBy.FastLane)]
    [InlineData("""{"seats":"Stalls-A-1"}""", AnsweredBy.Pipeline)]
    public async Task Writes_OfOneClient_AreCountedOnce(string body, AnsweredBy by)
    {
        await using var limited = await TakeLimitedAsync();
        using var http = ParityShop.ClientOf(limited.App);
        var sale = await TestSale.CreateAsync(limited.Database.DataSource);

        var answers = await SendBurstAsync(http, sale, body, AnsweredBy.FastLane);

        Assert.All(answers[..Burst], answer => Assert.NotEqual(429, answer.Status));
        Assert.All(answers[..Burst], answer => Assert.Equal(by, answer.By));
        Assert.Equal(429, answers[Burst].Status);
    }

    [Fact]
    public async Task Writes_BeyondTheRate_AreRefusedAsInThePipeline()
    {
        await using var limited = await TakeLimitedAsync();
        using var http = ParityShop.ClientOf(limited.App);
        var sale = await TestSale.CreateAsync(limited.Database.DataSource);

        var lane = (await SendBurstAsync(http, sale, "{}", AnsweredBy.FastLane))[^1];
        var pipeline = (await SendBurstAsync(http, sale, "{}", AnsweredBy.Pipeline))[^1];

        Assert.Equal(429, lane.Status);
        Assert.Equal(AnsweredBy.Pipeline, lane.By);
        Assert.Contains("\nRetry-After: 1\n", lane.Text, StringComparison.Ordinal);
        Assert.Equal(new Placeholders().Replace(pipeline.Text), new Placeholders().Replace(lane.Text));
    }

    private static bool IsOfTheLane(string route) =>
        route.EndsWith("/holds", StringComparison.Ordinal) || route.TrimEnd('/').EndsWith("/orders", StringComparison.Ordinal);

    private Task<PooledApp> TakeLimitedAsync() => servers.Apps.TakeAsync(
        ("RateLimits:Enabled", "true"), ("RateLimits:WritesPerSecond", "1"),
        ("RateLimits:WritesBurst", Burst.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Sends one request more than a burst, from an address of its own.</summary>
    private static async Task<List<ParityAnswer>> SendBurstAsync(HttpClient http, TestSale sale, string body, AnsweredBy by)
    {
        for (var attempt = 0; attempt < BurstsMax; attempt++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"10.2.{Interlocked.Increment(ref _line)}.1");
            var request = new ParityRequest($"api/v1/performances/{sale.Id}/holds", body).With(("X-Forwarded-For", address));
            var clock = Stopwatch.StartNew();
            var answers = new List<ParityAnswer>();
            while (answers.Count <= Burst)
            {
                answers.Add(await request.SendAsync(http, by));
            }

            // After a second the address may send another request.
            if (clock.Elapsed < TimeSpan.FromSeconds(1))
            {
                return answers;
            }
        }

        throw new InvalidOperationException("No burst was sent within a second.");
    }

    /// <param name="by">Of each request in turn; the last one is of all further requests too.</param>
    private async Task<Run> RunAsync(ParityCase one, params AnsweredBy[] by)
    {
        var sale = await shop.OpenAsync(one.Terms, one.HasRoom);
        await one.Prepare(sale);
        var placeholders = new Placeholders();
        var answers = new List<ParityAnswer>();
        foreach (var request in one.Requests(sale))
        {
            var answer = await request.SendAsync(shop.Http, by[Math.Min(answers.Count, by.Length - 1)]);
            answers.Add(answer with { Text = placeholders.Replace(answer.Text) });
        }

        return new Run(answers, await sale.StoredAsync());
    }

    private sealed record Run(List<ParityAnswer> Answers, string Stored)
    {
        public string Text => string.Join("\n\n", Answers.Select(answer => answer.Text).Append(Stored));
    }
}
