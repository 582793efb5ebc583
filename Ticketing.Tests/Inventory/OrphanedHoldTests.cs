using System.Globalization;
using System.Net;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>
/// Holds expire for the viewers of every instance, also when the instance that took them is killed. On the real clock: the
/// delay goes to the test's output; a seat must become free, and not before its time.
/// </summary>
public sealed class OrphanedHoldTests(TestServers servers)
{
    [Fact]
    public async Task Hold_Expired_IsPublishedByEveryInstanceAfterItsOwnIsKilled()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database.Settings);
        await using var other = await TestApp.StartAsync(database);
        using var client = new HoldClient(app.BaseAddress);
        using var otherClient = new HoldClient(other);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var stream = await EventStream.OpenAsync(client, sale);
        using var otherStream = await EventStream.OpenAsync(otherClient, sale);

        var hold = await client.HoldAsync(sale, "Stalls-A-1");
        await stream.UntilAsync(0, "held");
        await otherStream.UntilAsync(0, "held");
        var end = await EndSoonAsync(database, hold);
        await Task.WhenAll(FreedAsync("viewer of its own instance", stream, 0, end), FreedAsync("viewer of another instance", otherStream, 0, end));

        var orphan = await client.HoldAsync(sale, "Stalls-A-2");
        await otherStream.UntilAsync(1, "held");
        await app.KillAsync();
        await FreedAsync("its own instance killed", otherStream, 1, await EndSoonAsync(database, orphan));

        Assert.Equal(HttpStatusCode.Created, (await otherClient.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2")).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Hold_ExpiredWhileTheInstanceWasDown_IsPublishedAfterRestart()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database.Settings);
        using var client = new HoldClient(app.BaseAddress);
        var sale = await TestSale.CreateAsync(database.DataSource);

        var (before, after) = (await client.HoldAsync(sale, "Stalls-A-1"), await client.HoldAsync(sale, "Stalls-A-2"));
        await app.KillAsync();
        var missed = await EndSoonAsync(database, before);
        await app.RestartAsync();
        using var stream = await EventStream.OpenAsync(client, sale);
        await FreedAsync("expired while no instance ran", stream, 0, missed);
        await FreedAsync("after the restart", stream, 1, await EndSoonAsync(database, after));

        Assert.Equal(HttpStatusCode.Created, (await client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2")).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    /// <summary>Sets a hold's end to one second from now.</summary>
    private static async Task<DateTimeOffset> EndSoonAsync(TestDatabase database, HoldReply hold) => await database.ScalarAsync<DateTime>(
        """
        with ending as (update holds set expires_at = now() + interval '1 second' where id = $1 returning id, expires_at)
        update seats s set held_until = e.expires_at from ending e where s.hold_id = e.id returning s.held_until
        """, Guid.Parse(hold.Id));

    private static async Task FreedAsync(string what, EventStream stream, int seat, DateTimeOffset end)
    {
        await stream.UntilFreeAsync(seat);
        var late = DateTimeOffset.UtcNow - end;
        Assert.True(late >= TimeSpan.Zero, string.Create(CultureInfo.InvariantCulture, $"Free {-late.TotalMilliseconds:F0} ms before its time."));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: free {late.TotalMilliseconds:F0} ms after its time"));
    }
}
