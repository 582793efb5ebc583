using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Joining, claiming and the admission check over HTTP, in the running application.</summary>
public sealed partial class QueueApiTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase Database { get; set; } = null!;

    private TestApp App { get; set; } = null!;

    // An application for each test: it counts the joins of a network in a minute.
    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        App = await TestApp.StartAsync(Database, null, ("WaitingRoom:FreeJoinsPerMinute", "3"));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Visitor_InTurn_JoinsClaimsAndHoldsSeats()
    {
        var sale = await OpenAsync(RoomShop.Live);
        using var visitor = Program("visitor");

        var joined = await JsonAsync(await PostAsync(visitor, sale, "join"), HttpStatusCode.OK);
        Assert.True(joined.GetProperty("drawn").GetBoolean());
        visitor.DefaultRequestHeaders.Add("Queue-Ticket", joined.GetProperty("ticket").GetString());
        Assert.Equal(0, (await JsonAsync(await visitor.GetAsync(Path(sale, "place"), Stop), HttpStatusCode.OK)).GetProperty("place").GetInt64());
        await RefusedAsync(await HoldAsync(visitor, sale), HttpStatusCode.Forbidden, "waiting-room");

        var pass = await ClaimAsync(visitor, sale);
        visitor.DefaultRequestHeaders.Add("Admission-Pass", pass);
        using var held = await HoldAsync(visitor, sale);
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);
        using var left = await PostAsync(visitor, sale, "leave");
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        await Eventually.TrueAsync(async () => (await HoldAsync(visitor, sale)).StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Seats_WithoutPass_AreForbidden()
    {
        var sale = await OpenAsync(RoomShop.Live);
        using var stranger = App.CreateClient();

        using var page = await stranger.GetAsync(new Uri($"performances/{sale.Id}", UriKind.Relative), Stop);
        Assert.Equal((HttpStatusCode.Redirect, $"/queue/{sale.Id}"), (page.StatusCode, page.Headers.Location?.OriginalString));
        using var program = Program("stranger");
        var refused = await RefusedAsync(await HoldAsync(program, sale), HttpStatusCode.Forbidden, "waiting-room");
        Assert.Equal($"/queue/{sale.Id}", refused.GetProperty("queueUrl").GetString());
        await RefusedAsync(
            await stranger.GetAsync(new Uri($"api/v1/performances/{sale.Id}/stream", UriKind.Relative), Stop), HttpStatusCode.Forbidden, "waiting-room");
        using var performance = JsonDocument.Parse(await stranger.GetStringAsync(new Uri($"api/v1/performances/{sale.Id}", UriKind.Relative), Stop));
        Assert.True(performance.RootElement.GetProperty("waitingRoom").GetBoolean());
    }

    [Fact]
    public async Task Pass_ForeignForgedOrExpired_IsRefused()
    {
        var (sale, other) = (await OpenAsync(RoomShop.Live), await OpenAsync(RoomShop.Live));
        var keys = await App.Services.GetRequiredService<RoomKeyRing>().GetAsync(Stop);
        var (mine, now) = (QueueOwner.OfDevice(TestSecrets.Of("me")), DateTimeOffset.UtcNow);
        var good = new AdmissionPass(sale.Id, 5, mine, now.AddMinutes(5));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync(sale, "me", good.ToToken(keys)));

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "me", (good with { Performance = other.Id }).ToToken(keys)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "somebody else", good.ToToken(keys)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "me", (good with { ExpiresAt = now.AddSeconds(-1) }).ToToken(keys)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "me", good.ToToken(new RoomKeys(new byte[32]))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "me", "nonsense"));
    }

    [Fact]
    public async Task Hold_FromBeforeTheRoom_CanBeOrderedButNotExtended()
    {
        var sale = await RoomShop.OpenAsync(Database.DataSource, RoomShop.Live with { Mode = RoomMode.Off }, new TestSaleTerms { Free = true });
        using var buyer = Program("early");
        var hold = await JsonAsync(await HoldAsync(buyer, sale), HttpStatusCode.Created);
        await RoomShop.SetAsync(Database.DataSource, sale.Id, RoomShop.Live);
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id) is not null);

        var id = hold.GetProperty("id").GetGuid();
        await RefusedAsync(
            await buyer.PatchAsJsonAsync(new Uri($"api/v1/holds/{id}", UriKind.Relative), new { add = new { seats = new[] { sale.Label(5) } } }, Stop),
            HttpStatusCode.Forbidden, "waiting-room");
        using var ordered = await buyer.PostAsJsonAsync(
            new Uri("api/v1/orders", UriKind.Relative), new { holdId = id, holdSecret = TestSecrets.Of("early"), buyer = new { name = "Ada", email = "ada@test.example" } }, Stop);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
    }

    [Fact]
    public async Task Refusals_OfTheQueue_HaveTypes()
    {
        var without = await TestSale.CreateAsync(Database.DataSource);
        var paused = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        var closed = await OpenAsync(RoomShop.Live with { Mode = RoomMode.Closed });
        using var visitor = Program("refused");

        foreach (var call in new[] { "join", "claim" })
        {
            await RefusedAsync(await PostAsync(visitor, without, call), HttpStatusCode.NotFound, "no-waiting-room");
        }

        await RefusedAsync(await PostAsync(visitor, closed, "join"), HttpStatusCode.Conflict, "queue-closed");
        await RefusedAsync(await PostAsync(visitor, paused, "claim"), HttpStatusCode.NotFound, "no-ticket");
        await RefusedAsync(await visitor.GetAsync(Path(paused, "place"), Stop), HttpStatusCode.NotFound, "no-ticket");
        await RefusedAsync(await visitor.PostAsync(Path(paused, "join"), new StringContent("[]", Encoding.UTF8, "text/plain"), Stop), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await RefusedAsync(await visitor.PostAsync(Path(paused, "join"), new StringContent("[1", Encoding.UTF8, "application/json"), Stop), HttpStatusCode.BadRequest, "bad-request");
        await RefusedAsync(await visitor.PostAsJsonAsync(Path(paused, "join"), new { proof = new string('x', 500) }, Stop), HttpStatusCode.UnprocessableEntity, "validation");
        Assert.Equal(0, App.Services.GetRequiredService<RoomBoard>().Find(paused.Id)!.State!.Tail);

        visitor.DefaultRequestHeaders.Add("Queue-Ticket", (await JsonAsync(await PostAsync(visitor, paused, "join"), HttpStatusCode.OK)).GetProperty("ticket").GetString());
        await RefusedAsync(await PostAsync(visitor, paused, "claim"), HttpStatusCode.Conflict, "not-your-turn");
    }

    [Theory]
    [InlineData("cross-site", false)]
    [InlineData("same-origin", true)]
    public async Task Form_BySite_SetsTheBuyersKeyForItsOwnOnly(string site, bool isGiven)
    {
        var sale = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = App.BaseAddress };
        using var form = new HttpRequestMessage(HttpMethod.Post, Path(sale, "join")) { Content = new FormUrlEncodedContent([new("form", "1")]) };
        form.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await browser.SendAsync(form, Stop);

        Assert.Equal(isGiven ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(isGiven, answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("buyer=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Joins_OfOneNetwork_NeedIncreasingWork()
    {
        var sale = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        for (var i = 0; i < 3; i++)
        {
            using var free = Program($"free {i}");
            await JsonAsync(await PostAsync(free, sale, "join"), HttpStatusCode.OK);
        }

        using var fourth = Program("fourth");
        var asked = await RefusedAsync(await PostAsync(fourth, sale, "join"), HttpStatusCode.PreconditionRequired, "join-proof");
        var proof = ProofOfWork.Solve(asked.GetProperty("challenge").GetString()!, asked.GetProperty("bits").GetInt32());
        using var thief = Program("thief");
        await RefusedAsync(await thief.PostAsJsonAsync(Path(sale, "join"), new { proof }, Stop), HttpStatusCode.PreconditionRequired, "join-proof");
        await JsonAsync(await fourth.PostAsJsonAsync(Path(sale, "join"), new { proof }, Stop), HttpStatusCode.OK);
        await RefusedAsync(await fourth.PostAsJsonAsync(Path(sale, "join"), new { proof }, Stop), HttpStatusCode.PreconditionRequired, "join-proof");
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id)!.State!.Tail == 4);
    }

    [Theory]
    [InlineData("en", "You are in the queue.", "Join the queue")]
    [InlineData("de", "Sie stehen in der Warteschlange.", "Anstellen")]
    public async Task Page_WithoutScript_ShowsPlaceAndForms(string language, string inQueue, string take)
    {
        var sale = await OpenAsync(RoomShop.Live with { ActiveMax = 1, Message = "Bring <b>ID</b>" });
        using var first = Program("first");
        await JsonAsync(await PostAsync(first, sale, "join"), HttpStatusCode.OK);
        using var browser = App.CreateClient();
        browser.DefaultRequestHeaders.Add("Accept-Language", language);
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        var before = await browser.GetStringAsync(Path(sale, ""), Stop);
        Assert.Contains(take, before, StringComparison.Ordinal);
        Assert.Contains("Bring &lt;b&gt;ID&lt;/b&gt;", before, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", before, StringComparison.Ordinal);

        using var joined = await browser.PostAsync(Path(sale, "join"), new FormUrlEncodedContent([new("form", "1")]), Stop);
        Assert.Equal((HttpStatusCode.SeeOther, $"/queue/{sale.Id}"), (joined.StatusCode, joined.Headers.Location?.OriginalString));
        string page = "";
        await Eventually.TrueAsync(async () => (page = await browser.GetStringAsync(Path(sale, ""), Stop)).Contains("data-place=\"1\"", StringComparison.Ordinal));
        Assert.Contains(inQueue, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutRoom_RedirectsToTheSeats()
    {
        var sale = await TestSale.CreateAsync(Database.DataSource);
        using var browser = App.CreateClient();

        using var page = await browser.GetAsync(Path(sale, ""), Stop);
        Assert.Equal((HttpStatusCode.Redirect, true), (page.StatusCode, page.Headers.Location?.OriginalString.EndsWith($"/performances/{sale.Id}", StringComparison.Ordinal)));
        using var nowhere = await browser.GetAsync(new Uri($"queue/{Guid.NewGuid()}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Fact]
    public async Task DrawPage_BeforeAndAfter_ShowsCommitmentAndSeed()
    {
        var now = DateTimeOffset.UtcNow;
        var settings = RoomShop.Live with { Mode = RoomMode.Scheduled, PreQueueAt = now.AddMinutes(-1), StartsAt = now.AddHours(1) };
        var sale = await OpenAsync(settings);
        using var browser = App.CreateClient();
        var before = await browser.GetStringAsync(Path(sale, "draw"), Stop);
        var commitment = Commitment().Match(before).Groups[1].Value;
        Assert.DoesNotContain("data-part=\"lot-form\"", before, StringComparison.Ordinal);

        await RoomShop.SetAsync(Database.DataSource, sale.Id, settings with { StartsAt = now });
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id)!.Draw is not null);
        var after = await browser.GetStringAsync(Path(sale, "draw"), Stop);
        var seed = Convert.FromHexString(Seed().Match(after).Groups[1].Value);
        Assert.Equal(commitment, Convert.ToHexStringLower(Draw.CommitmentOf(seed)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<TestSale> OpenAsync(RoomSettings settings)
    {
        var sale = await RoomShop.OpenAsync(Database.DataSource, settings);
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id) is { State: not null, Phase: not RoomPhase.Drawing });
        return sale;
    }

    /// <summary>A client without cookies, identified by its hold secret.</summary>
    private HttpClient Program(string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = App.BaseAddress };
        client.DefaultRequestHeaders.Add("Hold-Secret", TestSecrets.Of(secret));
        return client;
    }

    private static Uri Path(TestSale sale, string call) => new($"queue/{sale.Id}{(call.Length > 0 ? "/" : "")}{call}", UriKind.Relative);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, TestSale sale, string call) => client.PostAsync(Path(sale, call), null, Stop);

    private static Task<HttpResponseMessage> HoldAsync(HttpClient client, TestSale sale) => client.PostAsJsonAsync(
        new Uri($"api/v1/performances/{sale.Id}/holds", UriKind.Relative), new { seats = new[] { sale.Label(0) } }, Stop);

    private static async Task<string> ClaimAsync(HttpClient client, TestSale sale)
    {
        HttpResponseMessage? claimed = null;
        await Eventually.TrueAsync(async () => (claimed = await PostAsync(client, sale, "claim")).StatusCode == HttpStatusCode.OK);
        return (await JsonAsync(claimed!, HttpStatusCode.OK)).GetProperty("pass").GetString()!;
    }

    private async Task<HttpStatusCode> StatusAsync(TestSale sale, string secret, string pass)
    {
        using var client = Program(secret);
        client.DefaultRequestHeaders.Add("Admission-Pass", pass);
        using var answer = await HoldAsync(client, sale);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        answer.Dispose();
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task<JsonElement> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(answer, status);
        Assert.Equal(type, problem.GetProperty("type").GetString());
        return problem;
    }

    [GeneratedRegex("data-commitment=\"([0-9a-f]{64})\"")]
    private static partial Regex Commitment();

    [GeneratedRegex("data-seed=\"([0-9a-f]{64})\"")]
    private static partial Regex Seed();
}
