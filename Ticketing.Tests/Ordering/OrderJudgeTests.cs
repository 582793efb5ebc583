using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Ordering;

public sealed class OrderJudgeTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly HoldOwner Owner = HoldOwner.OfKey("ada");

    private static readonly OrderCase Plain = new()
    {
        Command = new PlaceOrder(HoldId.New(), Owner, new BuyerDetails(null, "ada@example.org", "Ada Lovelace", null, "en", []), null, Actor.Buyer)
        {
            Request = new RepeatableRequest(Guid.NewGuid(), [1]),
        },
        Now = Now,
        FirstRequestHash = null,
        Hold = new HoldToOrder(Owner, HoldStatus.Active, 2, LacksWheelchairPlace: false, Now.AddSeconds(1)),
        Order = null,
        Sale = new SaleToOrder(SaleState.OnSale, AttendeeNames: false, SeatsPerBuyerMax: 4),
        SeatsOfBuyer = 2,
    };

    private static readonly Dictionary<string, (OrderCase Case, OrderVerdict Verdict)> Cases = new(StringComparer.Ordinal)
    {
        ["plain"] = (Plain, Step(OrderStep.Place)),
        ["paused"] = (Plain with { Sale = Plain.Sale! with { State = SaleState.Paused } }, Step(OrderStep.Place)),
        ["not yet on sale"] = (Plain with { Sale = Plain.Sale! with { State = SaleState.NotYetOnSale } }, Step(OrderStep.Place)),
        ["repeated"] = (Plain with { FirstRequestHash = [1] }, Step(OrderStep.Place)),
        ["key of another request"] = (Plain with { FirstRequestHash = [2] }, No(PlaceOrderRefusal.RequestKeyReused)),
        ["key without a request"] = (Plain with { FirstRequestHash = [1], Command = Plain.Command with { Request = null } }, No(PlaceOrderRefusal.RequestKeyReused)),
        ["no hold"] = (Plain with { Hold = null }, No(PlaceOrderRefusal.HoldNotFound)),
        ["hold of another owner"] = (Plain with { Hold = Plain.Hold! with { Owner = HoldOwner.OfKey("eve") } }, No(PlaceOrderRefusal.HoldNotFound)),
        ["hold past its end"] = (Plain with { Hold = Plain.Hold! with { ExpiresAt = Now } }, No(PlaceOrderRefusal.HoldExpired)),
        ["expired hold"] = (With(HoldStatus.Expired), No(PlaceOrderRefusal.HoldExpired)),
        ["released hold"] = (With(HoldStatus.Released), No(PlaceOrderRefusal.HoldExpired)),
        ["ordered, order not read"] = (With(HoldStatus.Ordered), Step(OrderStep.ReadOrder)),
        ["ordered, waiting"] = (With(OrderStatus.AwaitingPayment), Step(OrderStep.Change)),
        ["ordered, past its deadline"] =
            (With(OrderStatus.AwaitingPayment) with { Order = new EarlierOrder(OrderStatus.AwaitingPayment, Now) }, No(PlaceOrderRefusal.HoldExpired)),
        ["ordered, paid"] = (With(OrderStatus.Paid), Step(OrderStep.Answer)),
        ["ordered, partly refunded"] = (With(OrderStatus.PartiallyRefunded), Step(OrderStep.Answer)),
        ["ordered, refunded"] = (With(OrderStatus.Refunded), Step(OrderStep.Answer)),
        ["ordered, expired"] = (With(OrderStatus.Expired), No(PlaceOrderRefusal.HoldExpired)),
        ["ordered, cancelled"] = (With(OrderStatus.Cancelled), No(PlaceOrderRefusal.HoldExpired)),
        ["ordered and paid, sale cancelled, invalid buyer"] = (With(OrderStatus.Paid) with { Sale = null, Command = Nameless(Plain.Command) }, Step(OrderStep.Answer)),
        ["ordered, waiting, sale cancelled"] =
            (With(OrderStatus.AwaitingPayment) with { Sale = Plain.Sale! with { State = SaleState.Cancelled } }, No(PlaceOrderRefusal.NotOnSale)),
        ["not published"] = (Plain with { Sale = null }, No(PlaceOrderRefusal.NotOnSale)),
        ["cancelled"] = (Plain with { Sale = Plain.Sale! with { State = SaleState.Cancelled } }, No(PlaceOrderRefusal.NotOnSale)),
        ["postponed"] = (Plain with { Sale = Plain.Sale! with { State = SaleState.Postponed } }, No(PlaceOrderRefusal.NotOnSale)),
        ["ended"] = (Plain with { Sale = Plain.Sale! with { State = SaleState.Ended } }, No(PlaceOrderRefusal.NotOnSale)),
        ["companion seat without its wheelchair place"] =
            (Plain with { Hold = Plain.Hold! with { LacksWheelchairPlace = true } }, No(PlaceOrderRefusal.CompanionWithoutWheelchair)),
        ["presale, no code"] = (Plain with { Presale = PresaleToOrder.WithoutCode }, No(PlaceOrderRefusal.AccessCodeNeeded)),
        ["presale, code"] = (Plain with { Presale = new PresaleToOrder(true, true, null, null) }, Step(OrderStep.Place)),
        ["general sale, seats by code beyond the presale's limit"] =
            (Plain with { Presale = new PresaleToOrder(true, true, null, 2) { SeatsByCode = 3 } }, No(PlaceOrderRefusal.BuyerLimit)),
        ["general sale, seats by code within the presale's limit"] =
            (Plain with { Presale = new PresaleToOrder(true, true, null, 2) { SeatsByCode = 2 } }, Step(OrderStep.Place)),
        ["presale, code of other seats"] = (Plain with { Presale = new PresaleToOrder(true, false, null, null) }, No(PlaceOrderRefusal.SeatsNotInPresale)),
        ["presale, code of the buyer"] = (Plain with { Presale = new PresaleToOrder(true, true, "ada@example.org", null) }, Step(OrderStep.Place)),
        ["presale, code of another"] = (Plain with { Presale = new PresaleToOrder(true, true, "eve@example.org", null) }, No(PlaceOrderRefusal.AccessCodeOfAnother)),
        ["presale, too many seats"] = (Plain with { Presale = new PresaleToOrder(true, true, null, 3) }, No(PlaceOrderRefusal.BuyerLimit)),
        ["presale, as many seats as allowed"] = (Plain with { Presale = new PresaleToOrder(true, true, null, 4) }, Step(OrderStep.Place)),
        ["presale, order placed with a code of another"] =
            (With(OrderStatus.AwaitingPayment) with { Presale = new PresaleToOrder(true, true, "eve@example.org", null) }, No(PlaceOrderRefusal.AccessCodeOfAnother)),
        ["presale, order placed without a code"] = (With(OrderStatus.AwaitingPayment) with { Presale = PresaleToOrder.WithoutCode }, Step(OrderStep.Change)),
        ["no name"] = (Plain with { Command = Nameless(Plain.Command) }, No(PlaceOrderRefusal.BuyerInvalid)),
        ["no attendee names"] = (Plain with { Sale = Plain.Sale! with { AttendeeNames = true } }, No(PlaceOrderRefusal.BuyerInvalid)),
        ["too many seats"] = (Plain with { SeatsOfBuyer = 3 }, No(PlaceOrderRefusal.BuyerLimit)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_EachCase_HasItsVerdict(string name) => Assert.Equal(Cases[name].Verdict, OrderJudge.Judge(Cases[name].Case));

    [Fact]
    public void Judge_SeveralReasons_ReturnsTheFirst()
    {
        var wrong = Plain with
        {
            FirstRequestHash = [2],
            Hold = Plain.Hold! with { Owner = HoldOwner.OfKey("eve"), LacksWheelchairPlace = true, ExpiresAt = Now },
            Sale = Plain.Sale! with { State = SaleState.Cancelled },
            Command = Nameless(Plain.Command),
            SeatsOfBuyer = 9,
        };
        List<PlaceOrderRefusal?> refusals = [RefusalOf(wrong)];
        refusals.Add(RefusalOf(wrong = wrong with { FirstRequestHash = null }));
        refusals.Add(RefusalOf(wrong = wrong with { Hold = wrong.Hold! with { Owner = Owner } }));
        refusals.Add(RefusalOf(wrong = wrong with { Hold = Plain.Hold! with { LacksWheelchairPlace = true } }));
        refusals.Add(RefusalOf(wrong = wrong with { Sale = Plain.Sale }));
        refusals.Add(RefusalOf(wrong = wrong with { Hold = Plain.Hold }));
        refusals.Add(RefusalOf(wrong = wrong with { Command = Plain.Command }));
        refusals.Add(RefusalOf(wrong with { SeatsOfBuyer = 0 }));

        Assert.Equal(
            [
                PlaceOrderRefusal.RequestKeyReused, PlaceOrderRefusal.HoldNotFound, PlaceOrderRefusal.HoldExpired, PlaceOrderRefusal.NotOnSale,
                PlaceOrderRefusal.CompanionWithoutWheelchair, PlaceOrderRefusal.BuyerInvalid, PlaceOrderRefusal.BuyerLimit, null,
            ],
            refusals);
    }

    private static PlaceOrderRefusal? RefusalOf(OrderCase it) => OrderJudge.Judge(it).Refusal;

    private static OrderVerdict Step(OrderStep step) => new(step, null);

    private static OrderVerdict No(PlaceOrderRefusal refusal) => OrderVerdict.Refuse(refusal);

    private static OrderCase With(HoldStatus status) => Plain with { Hold = Plain.Hold! with { Status = status } };

    // The order's deadline applies instead of its hold's.
    private static OrderCase With(OrderStatus status) => Plain with
    {
        Hold = Plain.Hold! with { Status = HoldStatus.Ordered, ExpiresAt = Now.AddSeconds(-1) },
        Order = new EarlierOrder(status, Now.AddSeconds(1)),
    };

    private static PlaceOrder Nameless(PlaceOrder command) => command with { Buyer = command.Buyer with { Name = " " } };
}
