using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Access to the control room by role, and its audit entries.</summary>
public sealed class ControlRoomTests(TestServers servers)
{
    private static readonly RoomSettings Paused = RoomShop.Live with { Command = RoomCommand.Pause };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_ByRole_OpenForOwnersAndAdmins()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var guest = office.Accounts.OpenBrowser();
        using var buyer = await office.Accounts.SignInAsync(await office.Accounts.RegisterAsync());
        using var owner = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        using var foreign = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Other.Value, "owner");
        using var boxOffice = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);
        var page = $"/admin/waiting-rooms/{office.Shop.Sale.Id}";

        Assert.StartsWith("/account/login?returnUrl=", (await guest.GetAsync(page)).Location, StringComparison.Ordinal);
        Assert.StartsWith("/account/denied", (await buyer.GetAsync(page)).Location, StringComparison.Ordinal);
        foreach (var runs in new[] { owner, admin })
        {
            Assert.Contains("has no waiting room: everyone goes straight in", (await runs.GetAsync(page)).Text, StringComparison.Ordinal);
            Assert.Contains(page, (await runs.GetAsync("/admin/waiting-rooms")).Text, StringComparison.Ordinal);
        }

        Assert.Contains("There is no such performance", (await foreign.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page, (await foreign.GetAsync("/admin/waiting-rooms")).Text, StringComparison.Ordinal);
        Assert.StartsWith("/account/denied", (await boxOffice.GetAsync(page)).Location, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/waiting-rooms?q=%25_nothing&rooms=1")).Status);
    }

    [Fact]
    public async Task Change_ByTheOrganizer_IsAppliedAndAudited()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (handler, performance) = (office.Service<ChangeRoomHandler>(), office.Shop.Sale.Id);
        var owner = BackOffice.Member(office.Sells, MemberRole.Owner);

        Assert.True((await handler.HandleAsync(new ChangeRoom(performance, Paused with { Message = "Soon" }, owner), Stop)).Succeeded);
        await Eventually.TrueAsync(() => office.Service<RoomBoard>().Find(performance)?.Phase == RoomPhase.Paused);
        Assert.True((await handler.HandleAsync(new ChangeRoom(performance, RoomShop.Live, owner, Paused with { Message = "Soon" }), Stop)).Succeeded);
        await Eventually.TrueAsync(() => office.Service<RoomBoard>().Find(performance)?.Phase == RoomPhase.Live);

        var trail = await office.Service<RoomTrailReader>().ReadAsync(performance, owner, Stop);
        Assert.Equal(2, trail.Count);
        Assert.Equal(2L, await office.Shop.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'waiting-room.changed' and subject_id = $1 and actor = $2", performance.Value.ToString(), owner.Email));
    }

    [Theory]
    [InlineData(MemberRole.BoxOffice)]
    [InlineData(MemberRole.Analyst)]
    [InlineData(MemberRole.CheckIn)]
    public async Task Change_ByOtherRoles_IsNotFound(MemberRole role)
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (handler, performance) = (office.Service<ChangeRoomHandler>(), office.Shop.Sale.Id);
        foreach (var caller in new[] { BackOffice.Member(office.Sells, role), BackOffice.Member(office.Other, MemberRole.Owner), Caller.Guest })
        {
            Assert.Equal(RoomRefusal.NotFound, (await handler.HandleAsync(new ChangeRoom(performance, Paused, caller), Stop)).Refusal!.Reason);
        }

        Assert.Equal(RoomRefusal.NotFound, (await handler.HandleAsync(new ChangeRoom(PerformanceId.New(), Paused, BackOffice.Admin()), Stop)).Refusal!.Reason);
        Assert.Equal(0L, await office.Shop.Database.ScalarAsync<long>("select count(*) from waiting_rooms"));
    }

    [Fact]
    public async Task Change_InvalidOrOutdated_HasNoEffect()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (handler, performance) = (office.Service<ChangeRoomHandler>(), office.Shop.Sale.Id);
        var (owner, admin) = (BackOffice.Member(office.Sells, MemberRole.Owner), BackOffice.Admin());

        var invalid = (await handler.HandleAsync(new ChangeRoom(performance, Paused with { PerMinute = 0 }, owner), Stop)).Refusal!;
        Assert.Equal(RoomRefusal.Invalid, invalid.Reason);
        Assert.Contains(invalid.Faults, fault => fault.Field == nameof(RoomSettings.PerMinute));
        Assert.Equal(0L, await office.Shop.Database.ScalarAsync<long>("select count(*) from waiting_rooms"));

        // Both open the form before the room exists; the second save is refused as outdated.
        Assert.True((await handler.HandleAsync(new ChangeRoom(performance, Paused, owner, new RoomSettings()), Stop)).Succeeded);
        Assert.Equal(RoomRefusal.Changed, (await handler.HandleAsync(new ChangeRoom(performance, RoomShop.Live, admin, new RoomSettings()), Stop)).Refusal!.Reason);
        Assert.Equal(RoomCommand.Pause, (await office.Service<RoomDeskReader>().FindAsync(performance, admin, Stop))!.Settings!.Command);
    }
}
