using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Inventory;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>The public status document over HTTP, and the release of a pass by a purchase.</summary>
public sealed class QueueStatusTests(TestServers servers) : IAsyncLifetime
{
    private PooledApp _running = null!;

    private TestDatabase Database => _running.Database;

    private TestApp App => _running.App;

    public async ValueTask InitializeAsync() => _running = await servers.Apps.TakeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task Status_OfARoom_IsOneCachedDocument()
    {
        var sale = await RoomShop.OpenAsync(Database.DataSource, RoomShop.Live with { Command = RoomCommand.Pause });
        using var client = App.CreateClient();
        await Eventually.TrueAsync(async () => (await StatusAsync(client, sale)).GetProperty("phase").GetString() == "paused");

        using var answer = await client.GetAsync(new Uri($"queue/{sale.Id}/status", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("public, max-age=1", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 20, RoomDocument.BytesMax);
    }

    [Fact]
    public async Task Status_WithoutRoom_IsOff()
    {
        var sale = await TestSale.CreateAsync(Database.DataSource);
        using var client = App.CreateClient();

        Assert.Equal("off", (await StatusAsync(client, sale)).GetProperty("phase").GetString());
        using var bad = await client.GetAsync(new Uri("queue/nonsense/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, bad.StatusCode);
    }

    [Fact]
    public async Task Pass_AfterAPurchase_AdmitsTheNext()
    {
        var sale = await RoomShop.OpenAsync(Database.DataSource, RoomShop.Live with { ActiveMax = 1 }, new TestSaleTerms { Free = true });
        var board = App.Services.GetRequiredService<RoomBoard>();
        await Eventually.TrueAsync(() => board.Find(sale.Id)?.Phase == RoomPhase.Live);
        var key = HoldOwner.NewKey();
        var (buyer, next) = (await JoinAsync(sale, QueueOwner.OfDevice(key)), await JoinAsync(sale, QueueOwner.OfDevice("next")));
        await Eventually.TrueAsync(() => board.Find(sale.Id)!.State!.Serving == 1);
        var pass = (await App.Services.GetRequiredService<ClaimPassHandler>().HandleAsync(buyer, TestContext.Current.CancellationToken)).Value!;

        await BuyAsync(sale, key, pass.ToToken(await App.Services.GetRequiredService<RoomKeyRing>().GetAsync(TestContext.Current.CancellationToken)));

        await Eventually.TrueAsync(async () =>
            (await App.Services.GetRequiredService<ClaimPassHandler>().HandleAsync(next, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal(1L, await Database.ScalarAsync<long>("select count(*) from admissions where released_at is not null"));
    }

    private async Task<QueueTicket> JoinAsync(TestSale sale, QueueOwner owner)
    {
        QueueTicket? ticket = null;
        await Eventually.TrueAsync(async () =>
            (ticket = (await App.Services.GetRequiredService<JoinRoomHandler>().HandleAsync(new JoinRoom(sale.Id, owner, null, false))).Value) is not null);
        return ticket!;
    }

    private async Task BuyAsync(TestSale sale, string secret, string pass)
    {
        using var client = App.CreateClient();
        client.DefaultRequestHeaders.Add("Hold-Secret", secret);
        client.DefaultRequestHeaders.Add("Admission-Pass", pass);
        using var held = await client.PostAsJsonAsync(
            new Uri($"api/v1/performances/{sale.Id}/holds", UriKind.Relative), new { seats = new[] { sale.Label(0) } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);
        var hold = (await held.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
        using var ordered = await client.PostAsJsonAsync(
            new Uri("api/v1/orders", UriKind.Relative), new { holdId = hold, holdSecret = secret, buyer = new { name = "Ada", email = "ada@test.example" } },
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
    }

    private static Task<JsonElement> StatusAsync(HttpClient client, TestSale sale) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"queue/{sale.Id}/status", UriKind.Relative), TestContext.Current.CancellationToken);
}
