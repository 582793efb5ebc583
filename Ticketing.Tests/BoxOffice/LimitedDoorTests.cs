using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.BoxOffice;

/// <summary>The box office for members who are limited to some events: theirs they sell, others do not exist for them.</summary>
public sealed class LimitedDoorTests(TestServers servers)
{
    private static readonly BoxOfficePayment Terminal = new(BoxOfficeMeans.Terminal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MemberRole.BoxOffice)]
    [InlineData(MemberRole.Manager)]
    public async Task Member_OfThisEvent_SellsItsDates(MemberRole role)
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var member = door.Limited(role, await door.EventAsync());
        var allotment = await door.AllottedAsync("Stalls-B");

        Assert.Equal(door.Performance, Assert.Single(await door.Service<BoxOfficeReader>().ListAsync(door.Organization, member, Stop)).Id);
        Assert.NotNull(await door.Service<BoxOfficeReader>().FindAsync(door.Performance, member, Stop));
        Assert.NotNull(await door.Service<AllotmentReader>().FindPlanAsync(door.Performance, member, Stop));
        Assert.Equal(4, Assert.Single(await door.Service<AllotmentReader>().ListAsync(door.Performance, member, Stop)).Free);
        Assert.True((await door.HoldBestAsync(member, 2, allotment)).Succeeded);
        Assert.True((await door.HoldAsync(member, 0)).Succeeded);
        Assert.Null(await door.Service<BoxOfficeHoldHandler>().HandleAsync(new GiveBackAtBoxOffice(door.Performance, [new SeatIndex(0)], member), Stop));
        var basket = (await door.Service<BoxOfficeReader>().FindBasketAsync(door.Performance, member, Stop))!;
        Assert.Equal(2, basket.Items.Count);

        var sold = await door.Service<SellAtBoxOfficeHandler>().HandleAsync(
            new SellAtBoxOffice(door.Performance, basket.Hold, Terminal, new BoxOfficeBuyer(null, null, "en"), basket.Total, member), Stop);

        Assert.True(sold.Succeeded);
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
    }

    [Theory]
    [InlineData(MemberRole.BoxOffice)]
    [InlineData(MemberRole.Manager)]
    public async Task Member_OfAnotherEvent_FindsNothingAndChangesNothing(MemberRole role)
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var stranger = door.Limited(role, EventId.New());
        var allotment = await door.AllottedAsync("Stalls-B");

        Assert.Empty(await door.Service<BoxOfficeReader>().ListAsync(door.Organization, stranger, Stop));
        Assert.Null(await door.Service<BoxOfficeReader>().FindAsync(door.Performance, stranger, Stop));
        Assert.Null(await door.Service<BoxOfficeReader>().FindBasketAsync(door.Performance, stranger, Stop));
        var reader = door.Service<AllotmentReader>();
        Assert.Null(await reader.FindEventAsync(await door.EventAsync(), stranger, Stop));
        Assert.Null(await reader.FindPlanAsync(door.Performance, stranger, Stop));
        Assert.Null(await reader.FindAsync(allotment, stranger, Stop));
        Assert.Empty(await reader.ListAsync(door.Performance, stranger, Stop));
        Assert.Equal(HoldRefusal.UnknownPerformance, (await door.HoldAsync(stranger, 0)).Refusal!.Reason);
        Assert.Equal(HoldRefusal.UnknownPerformance, (await door.HoldBestAsync(stranger, 1, allotment)).Refusal!.Reason);
        Assert.Equal(
            HoldRefusal.UnknownPerformance,
            (await door.Service<BoxOfficeHoldHandler>().HandleAsync(new GiveBackAtBoxOffice(door.Performance, null, stranger), Stop))!.Reason);
        var held = (await door.HoldAsync(door.Clerk, 0)).Value!;
        Assert.Equal(SellRefusal.NotFound, (await door.SellAsync(stranger, held, Terminal)).Refusal);
        Assert.Equal(
            SellRefusal.NotFound,
            await door.Service<ChooseAtBoxOfficeHandler>().HandleAsync(
                new ChooseAtBoxOffice(door.Performance, held.Id, ChosenReductions.None, stranger), Stop));

        Assert.Equal([1, 0, 3], await door.SeatsAsync(0, 1, 4));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Allotments_OfALimitedManager_AreThoseOfTheirEvents()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var manager = door.Limited(MemberRole.Manager, await door.EventAsync());
        var handler = door.Service<ManageAllotmentsHandler>();
        var terms = new AllotmentTerms("Radio", AllotmentKind.Partner, AllotmentTerms.UsualColor, null);
        var row = new SeatChoice([], "Stalls-B");

        foreach (var stranger in new[] { door.Limited(MemberRole.Manager, EventId.New()), door.Limited(MemberRole.BoxOffice, await door.EventAsync()) })
        {
            Assert.Equal(AllotmentRefusal.NotFound, (await door.AllotAsync("Stalls-A", stranger)).Refusal!.Reason);
        }

        Assert.NotNull(await door.Service<AllotmentReader>().FindEventAsync(await door.EventAsync(), manager, Stop));
        var made = (await door.AllotAsync("Stalls-A", manager)).Value;
        foreach (var (caller, refused) in new[] { (door.Limited(MemberRole.Manager, EventId.New()), true), (manager, false) })
        {
            List<Outcome<AllotmentId, RefusedAllotment>> changes =
            [
                await handler.HandleAsync(new EditAllotment(made, terms, caller), Stop),
                await handler.HandleAsync(new AddToAllotment(made, row, caller), Stop),
                await handler.HandleAsync(new ReleaseFromAllotment(made, row, caller), Stop),
                await handler.HandleAsync(new ReleaseAllotment(made, caller), Stop),
            ];
            Assert.All(changes, change => Assert.Equal(refused ? AllotmentRefusal.NotFound : (AllotmentRefusal?)null, change.Refusal?.Reason));
            Assert.Equal(refused, await door.Database.ScalarAsync<bool>("select released_at is null and name = 'Press' from allotments"));
        }
    }

    [Fact]
    public async Task Shift_OfALimitedMember_IsTheirOwnWhateverTheEvent()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var clerks = new[] { door.Limited(MemberRole.BoxOffice, await door.EventAsync()), door.Limited(MemberRole.Manager, EventId.New()) };
        var (handler, reader) = (door.Service<ShiftsHandler>(), door.Service<ShiftReader>());
        var foreign = await door.OpenShiftAsync(door.Clerk);
        foreach (var clerk in clerks)
        {
            var shift = await door.OpenShiftAsync(clerk);

            Assert.Equal(shift, (await reader.FindOpenAsync(door.Organization, clerk, Stop))!.Shift.Id);
            Assert.Equal(shift, Assert.Single((await reader.ListAsync(door.Organization, null, clerk, Stop)).Shifts).Shift.Id);
            Assert.Null(await reader.FindAsync(foreign, clerk, Stop));
            Assert.Equal(ShiftRefusal.NotFound, (await handler.HandleAsync(new CloseShift(foreign, 0, null, clerk), Stop)).Refusal);
            Assert.True((await handler.HandleAsync(new CloseShift(shift, 10_000, null, clerk), Stop)).Succeeded);
        }

        Assert.Equal(ShiftRefusal.NotFound, (await handler.HandleAsync(
            new OpenShift(door.Organization, Money.Zero("EUR"), door.Limited(MemberRole.Analyst, await door.EventAsync())), Stop)).Refusal);
    }

    [Fact]
    public async Task Cash_OfALimitedMember_GoesIntoTheirDrawer()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var clerk = door.Limited(MemberRole.BoxOffice, await door.EventAsync());
        await door.OpenShiftAsync(clerk, 0);

        var sold = await door.SoldAsync(clerk, new BoxOfficePayment(BoxOfficeMeans.Cash), 0);

        Assert.Equal(sold.Order.Total, (await door.Service<ShiftReader>().FindOpenAsync(door.Organization, clerk, Stop))!.Expected);
    }
}
