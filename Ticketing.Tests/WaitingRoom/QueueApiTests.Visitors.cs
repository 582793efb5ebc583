using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Visitors without cookies, other sites' forms, and passes that are shown by others.</summary>
public sealed partial class QueueApiTests
{
    // Another site's page must not take a visitor's place or pass away.
    [Theory]
    [InlineData("join")]
    [InlineData("claim")]
    [InlineData("enter")]
    [InlineData("leave")]
    public async Task Form_OfAnotherSite_ChangesNoCookie(string call)
    {
        var sale = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        using var browser = App.CreateClient();
        using var form = new HttpRequestMessage(HttpMethod.Post, Path(sale, call)) { Content = new FormUrlEncodedContent([new("form", "1")]) };
        form.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await browser.SendAsync(form, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("en", "does not accept cookies")]
    [InlineData("de", "nimmt keine Cookies an")]
    public async Task Join_CookiesOff_SaysSoAndUsesNoPlace(string language, string sentence)
    {
        var sale = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = App.BaseAddress };
        browser.DefaultRequestHeaders.Add("Accept-Language", language);
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        using var form = new FormUrlEncodedContent([new("form", "1")]);

        using var page = await browser.PostAsync(Path(sale, "join"), form, Stop);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);

        using var script = new HttpRequestMessage(HttpMethod.Post, Path(sale, "join")) { Content = JsonContent.Create(new { }) };
        script.Headers.Add("Sec-Fetch-Mode", "cors");
        using var plain = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = App.BaseAddress };
        await RefusedAsync(await plain.SendAsync(script, Stop), HttpStatusCode.BadRequest, "cookies-off");
        Assert.Equal(0, App.Services.GetRequiredService<RoomBoard>().Find(sale.Id)!.State!.Tail);
    }

    // A form without a script has no proof of work: once a place is a place, it must not be a way past it.
    [Theory]
    [InlineData("en", "from your network")]
    [InlineData("de", "aus Ihrem Netz")]
    public async Task Forms_OfACrowdedNetwork_AreRefusedOnceTheRoomIsLive(string language, string sentence)
    {
        var sale = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = App.BaseAddress };
        browser.DefaultRequestHeaders.Add("Accept-Language", language);
        var answers = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            using var form = new HttpRequestMessage(HttpMethod.Post, Path(sale, "join")) { Content = new FormUrlEncodedContent([new("form", "1")]) };
            form.Headers.Add("Cookie", "buyer=" + TestSecrets.Of($"of the crowd {i}"));
            using var answer = await browser.SendAsync(form, Stop);
            answers.Add(answer.Headers.Location!.OriginalString);
        }

        Assert.Equal(3, answers.Count(address => address.EndsWith("?crowded=1", StringComparison.Ordinal)));
        await Eventually.TrueAsync(() => App.Services.GetRequiredService<RoomBoard>().Find(sale.Id)!.State!.Tail == 3);
        var page = await browser.GetStringAsync(new Uri(answers[^1], UriKind.Relative), Stop);
        Assert.Contains(sentence, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    // One pass, one owner, one hold.
    [Fact]
    public async Task Pass_WithOtherSecrets_HoldsNoSecondTime()
    {
        var sale = await OpenAsync(RoomShop.Live);
        var keys = await App.Services.GetRequiredService<RoomKeyRing>().GetAsync(Stop);
        var pass = new AdmissionPass(sale.Id, 3, QueueOwner.OfDevice(TestSecrets.Of("me")), DateTimeOffset.UtcNow.AddMinutes(5)).ToToken(keys);

        Assert.Equal(HttpStatusCode.Created, await StatusAsync(sale, "me", pass));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sale, "somebody else", pass));
        using var mixed = Program("me");
        mixed.DefaultRequestHeaders.Add("Admission-Pass", pass);
        mixed.DefaultRequestHeaders.Authorization = new("Bearer", TestSecrets.Of("another owner"));
        mixed.DefaultRequestHeaders.Remove("Hold-Secret");
        mixed.DefaultRequestHeaders.Add("Cookie", "buyer=" + TestSecrets.Of("me"));
        await RefusedAsync(await HoldAsync(mixed, sale), HttpStatusCode.Forbidden, "waiting-room");
    }

    [Fact]
    public async Task Pass_OfAnAccount_IsGoodForOneOwnersHold()
    {
        var sale = await OpenAsync(RoomShop.Live);
        var network = ClientNetwork.Unknown;
        var account = UserId.New();
        var holds = App.Services.GetRequiredService<HoldSeatsHandler>();

        Task<Outcome<HeldSeats, RefusedHold>> HoldAsync(HoldOwner owner, int seat) => holds.HandleAsync(
            new HoldSeats(sale.Id, owner, account, new SeatWish.Seats([new(seat)])) { Origin = new HoldOrigin(network, account) { Pass = 7 } }, Stop);

        var mine = HoldOwner.OfKey(HoldOwner.NewKey());
        Assert.True((await HoldAsync(mine, 0)).Succeeded);
        Assert.Equal(HoldRefusal.PassTaken, (await HoldAsync(HoldOwner.OfKey(HoldOwner.NewKey()), 1)).Refusal!.Reason);
        Assert.True((await HoldAsync(mine, 1)).Succeeded);
    }
}
