using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Links;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Skip-the-line links: admission, use limits, and who may create them.</summary>
public sealed class AdmissionLinkTests(TestServers servers) : IAsyncLifetime
{
    private static readonly RoomSettings Paused = RoomShop.Live with { Command = RoomCommand.Pause };

    private PooledApp _running = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestDatabase Database => _running.Database;

    private TestApp App => _running.App;

    public async ValueTask InitializeAsync() => _running = await servers.Apps.TakeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task Shared_WithUsesLeft_AdmitsWhileTheRoomIsPaused()
    {
        var sale = await OpenAsync(Paused);
        var link = await MakeAsync(sale, people: 2);

        var first = await EnterAsync(sale, "ada", link.TokenOf());
        Assert.Equal(first, await EnterAsync(sale, "ada", link.TokenOf()));
        Assert.Equal(HttpStatusCode.Created, await HoldAsync(sale, "ada", first));
        Assert.Equal(HttpStatusCode.Forbidden, await HoldAsync(sale, "another", first));
        await EnterAsync(sale, "ben", link.TokenOf());

        await RefusedAsync(sale, "cem", link.TokenOf(), HttpStatusCode.Gone, "link-spent");
        Assert.Equal(2, await UsedAsync(link));
        Assert.Equal([-1_048_578L, -1_048_577L], await Database.ListAsync<long>("select place from admissions order by place"));
    }

    [Fact]
    public async Task Shared_LastUseConcurrently_AdmitsOne()
    {
        var sale = await OpenAsync(Paused);
        var link = await MakeAsync(sale, people: 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(person => AnswerAsync(sale, $"person {person}", link.TokenOf())));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Gone));
        Assert.Equal(1, await UsedAsync(link));
    }

    [Fact]
    public async Task Personal_Used_IsBoundToItsFirstUser()
    {
        var sale = await OpenAsync(Paused);
        var link = await MakeAsync(sale, people: 2, isPersonal: true);

        await EnterAsync(sale, "ada", link.TokenOf(2));
        await EnterAsync(sale, "ada", link.TokenOf(2));
        await RefusedAsync(sale, "ben", link.TokenOf(2), HttpStatusCode.Conflict, "link-taken");
        await EnterAsync(sale, "ben", link.TokenOf(1));

        // Valid signature, but no such number in this link.
        await RefusedAsync(sale, "cem", link.TokenOf(3), HttpStatusCode.NotFound, "unknown-link");
        await RefusedAsync(sale, "cem", link.TokenOf(), HttpStatusCode.NotFound, "unknown-link");
        Assert.Equal(2, await UsedAsync(link));
    }

    [Fact]
    public async Task Link_WithExpiredPass_AdmitsAgainOnlyIfShared()
    {
        var sale = await OpenAsync(Paused);
        var (shared, personal) = (await MakeAsync(sale, people: 2), await MakeAsync(sale, people: 2, isPersonal: true));
        await EnterAsync(sale, "ada", shared.TokenOf());
        await EnterAsync(sale, "ben", personal.TokenOf(1));
        await Database.ExecuteAsync("update admissions set released_at = now()");

        await EnterAsync(sale, "ada", shared.TokenOf());
        await RefusedAsync(sale, "ben", personal.TokenOf(1), HttpStatusCode.Gone, "link-spent");
        Assert.Equal((2, 1), (await UsedAsync(shared), await UsedAsync(personal)));
        Assert.Equal([-2_097_153L, -1_048_578L, -1_048_577L], await Database.ListAsync<long>("select place from admissions order by place"));
    }

    [Fact]
    public async Task Link_WhenTheShopIsFull_KeepsItsUses()
    {
        var sale = await OpenAsync(Paused with { ActiveMax = 1 });
        var (shared, personal) = (await MakeAsync(sale, people: 2), await MakeAsync(sale, people: 2, isPersonal: true));
        await EnterAsync(sale, "ada", shared.TokenOf());

        foreach (var visitor in new[] { "ben", "cem", "ben" })
        {
            await RefusedAsync(sale, visitor, shared.TokenOf(), HttpStatusCode.ServiceUnavailable, "unavailable");
            await RefusedAsync(sale, visitor, personal.TokenOf(2), HttpStatusCode.ServiceUnavailable, "unavailable");
        }

        Assert.Equal((1, 0), (await UsedAsync(shared), await UsedAsync(personal)));
        await RoomShop.SetAsync(Database.DataSource, sale.Id, Paused);
        await Eventually.TrueAsync(async () => (await AnswerAsync(sale, "ben", shared.TokenOf())).Status == HttpStatusCode.OK);
        await EnterAsync(sale, "cem", personal.TokenOf(2));
        Assert.Equal((2, 1), (await UsedAsync(shared), await UsedAsync(personal)));
    }

    [Fact]
    public async Task Shared_WithAReleasedUse_ReusesItsNumber()
    {
        var sale = await OpenAsync(Paused);
        var link = await MakeAsync(sale, people: 3);
        await EnterAsync(sale, "ada", link.TokenOf());
        await EnterAsync(sale, "ben", link.TokenOf());
        await Database.ExecuteAsync("delete from admission_link_uses where use = 1");
        await Database.ExecuteAsync("delete from admissions where place = -1048577");
        await Database.ExecuteAsync("update admission_links set used = 1");

        await EnterAsync(sale, "cem", link.TokenOf());
        await EnterAsync(sale, "dov", link.TokenOf());
        await RefusedAsync(sale, "eve", link.TokenOf(), HttpStatusCode.Gone, "link-spent");
        Assert.Equal([1, 2, 3], await Database.ListAsync<int>("select use from admission_link_uses order by use"));
    }

    [Fact]
    public async Task Link_RevokedExpiredOrForeign_IsRefusedWithoutUse()
    {
        var (sale, other) = (await OpenAsync(Paused), await OpenAsync(Paused));
        var (revoked, expired, link) = (await MakeAsync(sale), await MakeAsync(sale), await MakeAsync(sale));
        Assert.True(await Links.HandleAsync(new RevokeLink(revoked.Id, BackOffice.Admin()), Stop));
        await Database.ExecuteAsync("update admission_links set valid_until = now() - interval '1 second' where id = $1", expired.Id);

        await RefusedAsync(sale, "ada", revoked.TokenOf(), HttpStatusCode.Gone, "link-revoked");
        await RefusedAsync(sale, "ada", expired.TokenOf(), HttpStatusCode.Gone, "link-over");
        await RefusedAsync(other, "ada", link.TokenOf(), HttpStatusCode.NotFound, "unknown-link");
        await RefusedAsync(sale, "ada", link.TokenOf() with { Link = Guid.NewGuid() }, HttpStatusCode.NotFound, "unknown-link");
        foreach (var body in new object?[] { null, new { }, new { link = "" }, new { link = 5 }, new { link = new string('x', 5_000) }, "[" })
        {
            using var program = Program("ada");
            using HttpContent content = body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body);
            using var answer = await program.PostAsync(Path(sale), content, Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        var closed = await OpenAsync(RoomShop.Live with { Mode = RoomMode.Closed });
        await RefusedAsync(closed, "ada", (await MakeAsync(closed)).TokenOf(), HttpStatusCode.Gone, "queue-closed");
        Assert.Equal(0L, await Database.ScalarAsync<long>("select sum(used)::bigint from admission_links"));
        Assert.Equal(0L, await Database.ScalarAsync<long>("select count(*) from admission_link_uses"));
        Assert.Equal(0L, await Database.ScalarAsync<long>("select count(*) from admissions"));
    }

    [Fact]
    public async Task Page_Read_UsesNothingUntilItsFormIsPosted()
    {
        var sale = await OpenAsync(Paused);
        var link = await MakeAsync(sale);
        var keys = await App.Services.GetRequiredService<RoomKeyRing>().GetAsync(Stop);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = App.BaseAddress };
        var page = new Uri($"queue/{sale.Id}/link?link={link.TokenOf().ToToken(keys)}", UriKind.Relative);

        Assert.Contains("You do not have to wait.", await browser.GetStringAsync(page, Stop), StringComparison.Ordinal);
        Assert.Contains("This link does not let you in.", await browser.GetStringAsync(new Uri($"queue/{sale.Id}/link?link=nonsense", UriKind.Relative), Stop), StringComparison.Ordinal);
        Assert.Equal(0, await UsedAsync(link));

        using var form = new FormUrlEncodedContent([new("link", link.TokenOf().ToToken(keys))]);
        using var entered = await browser.PostAsync(Path(sale), form, Stop);
        Assert.Equal((HttpStatusCode.SeeOther, $"/performances/{sale.Id}"), (entered.StatusCode, entered.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri($"performances/{sale.Id}", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(1, await UsedAsync(link));
    }

    [Fact]
    public async Task Links_ByRole_AreManagedByTheOrganizerOnly()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (rooms, links, reader) = (office.Service<ChangeRoomHandler>(), office.Service<ChangeLinksHandler>(), office.Service<AdmissionLinkReader>());
        var (performance, owner, foreign) = (office.Shop.Sale.Id, BackOffice.Member(office.Sells, MemberRole.Owner), BackOffice.Member(office.Other, MemberRole.Owner));
        var terms = new LinkTerms(" Sponsors ", 3, IsPersonal: true, null);
        Assert.Equal(RoomRefusal.NotFound, (await links.HandleAsync(new MakeLink(performance, terms, owner), Stop)).Refusal!.Reason);
        await rooms.HandleAsync(new ChangeRoom(performance, Paused, owner), Stop);

        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => links.HandleAsync(new MakeLink(performance, terms, owner), Stop)));
        Assert.Equal([1, 2, 3, 4, 5], made.Select(each => each.Value!.Number).Order());
        Assert.Equal("Sponsors", made[0].Value!.Name);
        foreach (var (wrong, field) in new[]
        {
            (terms with { Name = " " }, nameof(LinkTerms.Name)), (terms with { Name = new string('x', 81) }, nameof(LinkTerms.Name)), (terms with { Name = "a\nb" }, nameof(LinkTerms.Name)),
            (terms with { People = 0 }, nameof(LinkTerms.People)), (terms with { People = 100_001 }, nameof(LinkTerms.People)), (terms with { ValidUntil = DateTimeOffset.UnixEpoch }, nameof(LinkTerms.ValidUntil)),
        })
        {
            Assert.Equal([field], (await links.HandleAsync(new MakeLink(performance, wrong, owner), Stop)).Refusal!.Faults.Select(fault => fault.Field));
        }

        foreach (var caller in new[] { foreign, BackOffice.Member(office.Sells, MemberRole.BoxOffice), Core.Access.Caller.Guest })
        {
            Assert.Equal(RoomRefusal.NotFound, (await links.HandleAsync(new MakeLink(performance, terms, caller), Stop)).Refusal!.Reason);
            Assert.False(await links.HandleAsync(new RevokeLink(made[0].Value!.Id, caller), Stop));
            Assert.Empty(await reader.ListAsync(performance, caller, Stop));
            Assert.Null(await reader.FindAsync(made[0].Value!.Id, caller, Stop));
        }

        Assert.True(await links.HandleAsync(new RevokeLink(made[0].Value!.Id, owner), Stop));
        Assert.True(await links.HandleAsync(new RevokeLink(made[0].Value!.Id, owner), Stop));
        Assert.Single(await reader.ListAsync(performance, owner, Stop), link => link.RevokedAt is not null);
        var trail = await office.Service<RoomTrailReader>().ReadAsync(performance, owner, Stop);
        Assert.Equal(new RoomChange("link", "Sponsors", null), Assert.Single(trail, entry => entry.Action == "admission-link.revoked").Changes.Single());
        Assert.Equal(5, trail.Count(entry => entry.Action == "admission-link.made"));

        var file = $"/admin/waiting-rooms/{performance}/links/{made[1].Value!.Id}.csv";
        using var signedIn = await office.Accounts.SignInAsAsync(Core.Access.Roles.Buyer, office.Sells.Value, "owner");
        using var stranger = await office.Accounts.SignInAsAsync(Core.Access.Roles.Buyer, office.Other.Value, "owner");
        var lines = (await signedIn.GetAsync(file)).Text.TrimEnd().Split("\r\n");
        Assert.Equal((4, "number,link"), (lines.Length, lines[0]));
        var keys = await office.Service<RoomKeyRing>().GetAsync(Stop);
        Assert.Equal(made[1].Value!.TokenOf(3), AdmissionLinkToken.Read(lines[3].Split("link=")[1], keys));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(file)).Status);
    }

    private ChangeLinksHandler Links => App.Services.GetRequiredService<ChangeLinksHandler>();

    private async Task<AdmissionLink> MakeAsync(TestSale sale, int people = 1, bool isPersonal = false) =>
        (await Links.HandleAsync(new MakeLink(sale.Id, new LinkTerms("Sponsors", people, isPersonal, null), BackOffice.Admin()), Stop)).Value!;

    private async Task<TestSale> OpenAsync(RoomSettings settings)
    {
        var sale = await RoomShop.OpenAsync(Database.DataSource, settings);
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id) is { State: not null, Phase: not RoomPhase.Drawing });
        return sale;
    }

    private HttpClient Program(string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = App.BaseAddress };
        client.DefaultRequestHeaders.Add("Hold-Secret", TestSecrets.Of(secret));
        return client;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> AnswerAsync(TestSale sale, string visitor, AdmissionLinkToken token)
    {
        var keys = await App.Services.GetRequiredService<RoomKeyRing>().GetAsync(Stop);
        using var program = Program(visitor);
        using var answer = await program.PostAsJsonAsync(Path(sale), new { link = token.ToToken(keys) }, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    private async Task<string> EnterAsync(TestSale sale, string visitor, AdmissionLinkToken token)
    {
        var (status, body) = await AnswerAsync(sale, visitor, token);
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body.GetProperty("pass").GetString()!;
    }

    private async Task RefusedAsync(TestSale sale, string visitor, AdmissionLinkToken token, HttpStatusCode status, string type)
    {
        var answer = await AnswerAsync(sale, visitor, token);
        Assert.Equal((status, type), (answer.Status, answer.Body.GetProperty("type").GetString()));
    }

    private async Task<HttpStatusCode> HoldAsync(TestSale sale, string visitor, string pass)
    {
        using var program = Program(visitor);
        program.DefaultRequestHeaders.Add("Admission-Pass", pass);
        using var answer = await program.PostAsJsonAsync(new Uri($"api/v1/performances/{sale.Id}/holds", UriKind.Relative), new { seats = new[] { sale.Label(0) } }, Stop);
        return answer.StatusCode;
    }

    private Task<int> UsedAsync(AdmissionLink link) => Database.ScalarAsync<int>("select used from admission_links where id = $1", link.Id);

    private static Uri Path(TestSale sale) => new($"queue/{sale.Id}/enter", UriKind.Relative);
}
