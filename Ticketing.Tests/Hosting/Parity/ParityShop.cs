using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.WaitingRoom;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>An application with an account, whose performances are prepared alike.</summary>
public sealed class ParityShop(TestServers servers) : IAsyncLifetime
{
    private PooledApp _running = null!;

    internal TestApp App => _running.App;

    internal TestDatabase Database => _running.Database;

    internal HttpClient Http { get; private set; } = null!;

    internal HoldClient Holds { get; private set; } = null!;

    /// <summary>An API token of the account.</summary>
    internal string ApiToken { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _running = await servers.Apps.TakeAsync(("Access:PasswordHashIterations", "10000"));
        (Http, Holds) = (ClientOf(App), new HoldClient(App));
        var accounts = AccessApp.Over(Database, App);
        var email = await accounts.RegisterAsync();
        var (_, signedIn) = await accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        ApiToken = signedIn.GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Holds.Dispose();
        await _running.DisposeAsync();
    }

    /// <summary>A client that sends the cookies of its requests only.</summary>
    internal static HttpClient ClientOf(TestApp app) =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.BaseAddress };

    /// <summary>A new performance.</summary>
    /// <param name="hasRoom">With a waiting room, which is live.</param>
    internal async Task<ParitySale> OpenAsync(TestSaleTerms? terms = null, bool hasRoom = false)
    {
        if (!hasRoom)
        {
            return new ParitySale(this, await TestSale.CreateAsync(Database.DataSource, terms));
        }

        var sale = await RoomShop.OpenAsync(Database.DataSource, RoomShop.Live, terms);
        var board = App.Services.GetRequiredService<RoomBoard>();
        await Eventually.TrueAsync(() => board.Find(sale.Id) is { State: not null, Phase: not RoomPhase.Drawing });
        return new ParitySale(this, sale);
    }
}
