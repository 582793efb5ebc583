using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.BoxOffice;

/// <summary>Shifts: what a drawer should hold is float + cash in − cash out, to the last minor unit.</summary>
public sealed class ShiftTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("EUR")]
    [InlineData("JPY")]
    [InlineData("KWD")]
    public async Task Drawer_AfterRandomSalesAndRefunds_HoldsWhatIsExpected(string currency)
    {
        await using var door = await DoorShop.OpenAsync(servers, new TestSaleTerms { Rows = 6, SeatsPerRow = 6, FloorPlaces = 6 }, currency);
        var random = new Random(currency[0]);
        var shift = await door.OpenShiftAsync(door.Clerk, 12_340, currency);
        var (cashIn, cashOut, terminal) = (0L, 0L, 0L);
        for (var seat = 0; seat < 30; seat += 2)
        {
            var means = (BoxOfficeMeans)random.Next(3);
            var sold = await door.SoldAsync(door.Clerk, new BoxOfficePayment(means, Note: "because"), seat, seat + 1);
            cashIn += means == BoxOfficeMeans.Cash ? sold.Order.Total : 0;
            terminal += means == BoxOfficeMeans.Terminal ? sold.Order.Total : 0;
            if (random.Next(2) == 0)
            {
                IReadOnlyList<OrderItemId>? items = random.Next(2) == 0 ? null : [sold.Order.Items[0].Id];
                var refunded = await door.Service<RefundOrderHandler>().HandleAsync(
                    new RefundOrder(sold.Order.Id, items, random.Next(2) == 0, SeatsBackOnSale: true, "staff", door.Clerk), Stop);
                Assert.True(refunded.Succeeded);
                cashOut += means == BoxOfficeMeans.Cash ? refunded.Value.Refunded : 0;
            }
        }

        var open = await door.Service<ShiftReader>().FindOpenAsync(door.Organization, door.Clerk, Stop);
        Assert.Equal((cashIn, cashOut, terminal), (open!.CashIn, open.CashOut, open.Terminal));
        Assert.Equal(12_340 + cashIn - cashOut, open.Expected);

        var closed = await door.Service<ShiftsHandler>().HandleAsync(new CloseShift(shift, open.Expected - 7, "a coin fell", door.Clerk), Stop);

        Assert.True(closed.Succeeded);
        Assert.Equal((-7L, "a coin fell"), (closed.Value.Shift.Difference, closed.Value.Shift.Note));
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from refunds where status not in ('succeeded')"));
    }

    [Fact]
    public async Task Refund_OfACashOrder_CallsNoProviderAndLeavesTheDrawerOfWhoPaysIt()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var other = door.AnotherClerk();
        await door.OpenShiftAsync(door.Clerk, 0);
        await door.OpenShiftAsync(other, 50_000);
        var sold = await door.SoldAsync(door.Clerk, new BoxOfficePayment(BoxOfficeMeans.Cash), 0);

        var refunded = await door.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(sold.Order.Id, null, true, true, "staff", other), Stop);

        Assert.Equal(OrderStatus.Refunded, refunded.Value!.Status);
        Assert.Equal("succeeded", await door.Database.ScalarAsync<string>("select status from refunds"));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from refunds where provider_refund_id is not null or attempts > 0"));
        var shifts = door.Service<ShiftReader>();
        Assert.Equal(sold.Order.Total, (await shifts.FindOpenAsync(door.Organization, door.Clerk, Stop))!.Expected);
        Assert.Equal(50_000 - sold.Order.Total, (await shifts.FindOpenAsync(door.Organization, other, Stop))!.Expected);
    }

    [Fact]
    public async Task Open_AtOnce_GivesAMemberOneShift()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var handler = door.Service<ShiftsHandler>();

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            handler.HandleAsync(new OpenShift(door.Organization, new Money(0, "EUR"), door.Clerk), Stop)));

        Assert.Single(opened, outcome => outcome.Succeeded);
        Assert.All(opened.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(ShiftRefusal.AlreadyOpen, outcome.Refusal));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'shift.opened'"));
    }

    [Fact]
    public async Task Close_WhileSelling_CountsEachSaleOnce()
    {
        await using var door = await DoorShop.OpenAsync(servers, new TestSaleTerms { SeatsPerOrderMax = 20 });
        var shift = await door.OpenShiftAsync(door.Clerk, 0);
        var sellers = Enumerable.Range(0, 12).Select(async seat =>
        {
            // Each sale under a hold of its own: the same member from several tabs shares one.
            var held = await door.HoldAsync(door.Clerk, seat);
            return held.Succeeded && (await door.SellAsync(door.Clerk, held.Value, new BoxOfficePayment(BoxOfficeMeans.Cash))).Succeeded;
        }).ToList();
        var closing = door.Service<ShiftsHandler>().HandleAsync(new CloseShift(shift, 0, null, door.Clerk), Stop);
        await Task.WhenAll([.. sellers, closing]);

        var closed = (await closing).Value!;
        Assert.Equal(
            closed.Shift.Expected, await door.Database.ScalarAsync<long>("select coalesce(sum(amount), 0)::bigint from payments where provider = 'cash'"));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from payments where provider = 'cash' and shift_id is null"));
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
    }

    [Fact]
    public async Task Shifts_OfOthers_AreSeenAndClosedByManagersOnly()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var handler = door.Service<ShiftsHandler>();
        var shifts = door.Service<ShiftReader>();
        var own = await door.OpenShiftAsync(door.Clerk);
        var others = door.AnotherClerk();
        var foreign = BackOffice.Member(OrganizationId.New(), MemberRole.Owner);
        var analyst = BackOffice.Member(door.Organization, MemberRole.Analyst);

        Assert.Empty((await shifts.ListAsync(door.Organization, null, others, Stop)).Shifts);
        Assert.Single((await shifts.ListAsync(door.Organization, null, door.Clerk, Stop)).Shifts);
        Assert.Single((await shifts.ListAsync(door.Organization, null, door.Manager, Stop)).Shifts);
        Assert.Empty((await shifts.ListAsync(door.Organization, null, foreign, Stop)).Shifts);
        foreach (var caller in new[] { others, foreign, analyst })
        {
            Assert.Null(await shifts.FindAsync(own, caller, Stop));
            Assert.Equal(ShiftRefusal.NotFound, (await handler.HandleAsync(new CloseShift(own, 0, null, caller), Stop)).Refusal);
        }

        foreach (var caller in new[] { foreign, analyst, Caller.Guest })
        {
            Assert.Equal(ShiftRefusal.NotFound, (await handler.HandleAsync(new OpenShift(door.Organization, new Money(0, "EUR"), caller), Stop)).Refusal);
        }

        Assert.Equal(ShiftRefusal.AmountInvalid, (await handler.HandleAsync(new OpenShift(door.Organization, new Money(-1, "EUR"), others), Stop)).Refusal);
        Assert.Equal(ShiftRefusal.CurrencyInvalid, (await handler.HandleAsync(new OpenShift(door.Organization, new Money(0, "eu"), others), Stop)).Refusal);
        Assert.Equal(ShiftRefusal.AmountInvalid, (await handler.HandleAsync(new CloseShift(own, -1, null, door.Clerk), Stop)).Refusal);
        Assert.Equal(ShiftRefusal.NoteInvalid, (await handler.HandleAsync(new CloseShift(own, 0, new string('x', 201), door.Clerk), Stop)).Refusal);
        Assert.True((await handler.HandleAsync(new CloseShift(own, 10_000, null, door.Manager), Stop)).Succeeded);
        Assert.Equal(ShiftRefusal.AlreadyClosed, (await handler.HandleAsync(new CloseShift(own, 0, null, door.Clerk), Stop)).Refusal);
    }
}
