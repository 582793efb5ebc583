using System.Globalization;
using System.Net;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>
/// Holds end at their time on every screen, whatever has become of the process that took them. By the real clock: how late the
/// screens were is written into the test's output; expected is that they turn, and not before.
/// </summary>
public sealed class OrphanedHoldTests(TestServers servers)
{
    [Fact]
    public async Task Hold_TimeUp_TurnsFreeOnScreensOfEveryProcessAlsoWhenItsOwnIsKilled()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database.Settings);
        await using var other = await TestApp.StartAsync(database);
        using var client = new HoldClient(app.BaseAddress);
        using var elsewhere = new HoldClient(other);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var screen = await EventStream.OpenAsync(client, sale);
        using var screenElsewhere = await EventStream.OpenAsync(elsewhere, sale);

        var hold = await client.HoldAsync(sale, "Stalls-A-1");
        await screen.UntilAsync(0, "held");
        await screenElsewhere.UntilAsync(0, "held");
        var end = await EndSoonAsync(database, hold);
        await Task.WhenAll(FreedAsync("its own screen", screen, 0, end), FreedAsync("another's screen", screenElsewhere, 0, end));

        var orphan = await client.HoldAsync(sale, "Stalls-A-2");
        await screenElsewhere.UntilAsync(1, "held");
        await app.KillAsync();
        await FreedAsync("its own killed", screenElsewhere, 1, await EndSoonAsync(database, orphan));

        Assert.Equal(HttpStatusCode.Created, (await elsewhere.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2")).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Hold_OnlyProcessKilledAndStartedAgain_TurnsFreeOnItsScreens()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database.Settings);
        using var client = new HoldClient(app.BaseAddress);
        var sale = await TestSale.CreateAsync(database.DataSource);

        var (before, after) = (await client.HoldAsync(sale, "Stalls-A-1"), await client.HoldAsync(sale, "Stalls-A-2"));
        await app.KillAsync();
        var missed = await EndSoonAsync(database, before);
        await app.StartAgainAsync();
        using var screen = await EventStream.OpenAsync(client, sale);
        await FreedAsync("over while none ran", screen, 0, missed);
        await FreedAsync("after the restart", screen, 1, await EndSoonAsync(database, after));

        Assert.Equal(HttpStatusCode.Created, (await client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2")).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    /// <summary>Brings the end of a hold near. (A hold that is short from the start may be over before the test gets to its point.)</summary>
    private static async Task<DateTimeOffset> EndSoonAsync(TestDatabase database, HoldReply hold) => await database.ScalarAsync<DateTime>(
        """
        with ending as (update holds set expires_at = now() + interval '1 second' where id = $1 returning id, expires_at)
        update seats s set held_until = e.expires_at from ending e where s.hold_id = e.id returning s.held_until
        """, Guid.Parse(hold.Id));

    private static async Task FreedAsync(string what, EventStream screen, int seat, DateTimeOffset end)
    {
        await screen.UntilFreeAsync(seat);
        var late = DateTimeOffset.UtcNow - end;
        Assert.True(late >= TimeSpan.Zero, string.Create(CultureInfo.InvariantCulture, $"Free {-late.TotalMilliseconds:F0} ms before its time."));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: free {late.TotalMilliseconds:F0} ms after its time"));
    }
}
