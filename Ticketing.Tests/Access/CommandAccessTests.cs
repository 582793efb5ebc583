using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Tests.Integration;
using Ticketing.Tests.WaitingRoom;

namespace Ticketing.Tests.Access;

/// <summary>Commands and readers decide by their <see cref="Caller"/> themselves, whichever page or endpoint calls them.</summary>
public sealed class CommandAccessTests(TestServers servers)
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var order = new OrderId(Guid.Parse(office.Order.Id));
        foreach (var caller in Others(office))
        {
            var visitor = new OrderVisitor(caller, "not-the-token", HoldOwner.OfKey("not-the-key"));
            Assert.Equal(
                RefundOrderRefusal.NotFound,
                (await office.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(order, null, true, true, "staff", caller), Stop)).Refusal);
            Assert.Equal(CancelOrderRefusal.NotFound, (await office.Service<CancelOrderHandler>().HandleAsync(new CancelOrder(order, visitor), Stop)).Refusal);
            Assert.Equal(ResendOrderMailRefusal.NotFound, (await office.Service<ResendOrderMailHandler>().HandleAsync(new ResendOrderMail(order, caller), Stop)).Refusal);
            Assert.Equal(ResendTicketsRefusal.NotFound, (await office.Service<ResendTicketsHandler>().HandleAsync(new ResendTickets(order, visitor), Stop)).Refusal);
            Assert.Empty(await office.Service<OrderTrailReader>().ReadAsync(order, caller, Stop));
        }

        Assert.Equal("paid", await office.Shop.Database.ScalarAsync<string>("select status from orders where id = $1", order.Value));
        Assert.NotEmpty(await office.Service<OrderTrailReader>().ReadAsync(order, BackOffice.Member(office.Sells), Stop));
    }

    [Fact]
    public async Task Money_WithoutARecentProof_DoesNotMove()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var order = new OrderId(Guid.Parse(office.Order.Id));
        var caller = BackOffice.Member(office.Sells) with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        var refunded = await office.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(order, null, true, true, "staff", caller), Stop);
        var cancelled = await office.Service<CancelOrderHandler>().HandleAsync(new CancelOrder(order, new OrderVisitor(caller, null, null)), Stop);

        Assert.Equal(RefundOrderRefusal.ProofNeeded, refunded.Refusal);
        Assert.Equal(CancelOrderRefusal.ProofNeeded, cancelled.Refusal);
        Assert.Equal(0L, await office.Shop.Database.ScalarAsync<long>("select count(*) from refunds"));
        Assert.Equal("paid", await office.Shop.Database.ScalarAsync<string>("select status from orders where id = $1", order.Value));
    }

    [Fact]
    public async Task Room_OfOthers_ShowsNoTrailAndNoMeasures()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (performance, owner) = (office.Shop.Sale.Id, BackOffice.Member(office.Sells, MemberRole.Owner));
        await office.Service<ChangeRoomHandler>().HandleAsync(new ChangeRoom(performance, RoomShop.Live, owner), Stop);
        await office.Shop.Database.ExecuteAsync(
            """
            insert into waiting_room_samples (performance_id, at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds)
            values ($1, now(), 1, 1, 0, 0, 0, 0, 0, 0, 60, 0)
            """, performance.Value);
        var (trails, measures) = (office.Service<RoomTrailReader>(), office.Service<RoomMeasuresReader>());
        foreach (var caller in Others(office).Append(BackOffice.Member(office.Sells, MemberRole.BoxOffice)))
        {
            Assert.Empty(await trails.ReadAsync(performance, caller, Stop));
            Assert.Empty(await measures.ReadSamplesAsync(performance, caller, TimeSpan.FromHours(1), 10, Stop));
            Assert.Equal(0, (await measures.ReadWaitsAsync(performance, caller, Stop)).People);
        }

        Assert.NotEmpty(await trails.ReadAsync(performance, owner, Stop));
        Assert.NotEmpty(await measures.ReadSamplesAsync(performance, owner, TimeSpan.FromHours(1), 10, Stop));
    }

    private static IEnumerable<Caller> Others(BackOffice office) =>
    [
        Caller.Guest,
        Caller.Guest with { User = UserId.New(), Email = "buyer@example.org", EmailConfirmed = true, Roles = new HashSet<string> { Roles.Buyer } },
        BackOffice.Member(office.Other, MemberRole.Owner),
        BackOffice.Member(office.Sells, MemberRole.Analyst),
        BackOffice.Member(office.Sells, MemberRole.CheckIn),
    ];
}
