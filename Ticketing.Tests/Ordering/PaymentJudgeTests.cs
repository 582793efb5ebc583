using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Ordering;

public sealed class PaymentJudgeTests
{
    private const long Total = 5000;
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, PaymentStatus, PaymentStep> Money => new()
    {
        { "waiting", PaymentStatus.Pending, PaymentStep.Confirm },
        { "waiting", PaymentStatus.Cancelled, PaymentStep.Confirm },
        { "waiting", PaymentStatus.Succeeded, PaymentStep.Ignore },
        { "waiting", PaymentStatus.Returned, PaymentStep.Ignore },
        { "waiting", PaymentStatus.Mismatched, PaymentStep.Ignore },
        { "expired", PaymentStatus.Pending, PaymentStep.Revive },
        { "expired", PaymentStatus.Cancelled, PaymentStep.Revive },
        { "cancelled", PaymentStatus.Pending, PaymentStep.ReturnLate },
        { "paid", PaymentStatus.Pending, PaymentStep.ReturnSecond },
        { "paid", PaymentStatus.Succeeded, PaymentStep.Ignore },
        { "refunded", PaymentStatus.Pending, PaymentStep.ReturnSecond },
    };

    [Theory]
    [MemberData(nameof(Money))]
    public void Judge_Succeeded_DecidesByOrderAndPayment(string state, PaymentStatus payment, PaymentStep step)
    {
        var order = OrderIn(state);

        Assert.Equal(step, PaymentJudge.Judge(Intent(PaymentIntentStatus.Succeeded, order), order, PaymentOf(order, payment)));
    }

    [Theory]
    [InlineData(PaymentIntentStatus.AwaitingCard, PaymentStep.Wait)]
    [InlineData(PaymentIntentStatus.AwaitingConfirmation, PaymentStep.Wait)]
    [InlineData(PaymentIntentStatus.AwaitingBuyer, PaymentStep.Wait)]
    [InlineData(PaymentIntentStatus.Processing, PaymentStep.WaitForBank)]
    [InlineData(PaymentIntentStatus.Canceled, PaymentStep.Cancel)]
    public void Judge_NotSucceeded_WaitsOrCancels(PaymentIntentStatus status, PaymentStep step)
    {
        var order = OrderIn("waiting");

        Assert.Equal(step, PaymentJudge.Judge(Intent(status, order), order, PaymentOf(order)));
    }

    [Fact]
    public void Judge_AnotherAmountOrCurrency_IsNeverConfirmed()
    {
        var order = OrderIn("waiting");
        var intent = Intent(PaymentIntentStatus.Succeeded, order);

        Assert.Equal(PaymentStep.Mismatch, PaymentJudge.Judge(intent with { Received = new Money(Total - 1, "EUR") }, order, PaymentOf(order)));
        Assert.Equal(PaymentStep.Mismatch, PaymentJudge.Judge(intent with { Received = new Money(Total, "USD") }, order, PaymentOf(order)));
        Assert.Equal(
            PaymentStep.Mismatch,
            PaymentJudge.Judge(intent with { Received = new Money(Total, "USD") }, order, PaymentOf(order, amount: new Money(Total, "USD"))));

        // The order's total has changed.
        var other = new Money(Total + 1, "EUR");
        Assert.Equal(PaymentStep.Mismatch, PaymentJudge.Judge(intent with { Received = other }, order, PaymentOf(order, amount: other)));
        var ended = OrderIn("expired");
        Assert.Equal(PaymentStep.Revive, PaymentJudge.Judge(Intent(PaymentIntentStatus.Succeeded, ended) with { Received = other }, ended, PaymentOf(ended, amount: other)));
    }

    [Fact]
    public void Judge_UnknownOrder_IsFlagged()
    {
        var order = OrderIn("waiting");
        var intent = Intent(PaymentIntentStatus.Succeeded, order);

        Assert.Equal(PaymentStep.Flag, PaymentJudge.Judge(intent, null, null));
        Assert.Equal(PaymentStep.Flag, PaymentJudge.Judge(intent, order, null));
    }

    [Fact]
    public void Judge_PaymentOfAnotherOrder_Throws()
    {
        var order = OrderIn("waiting");

        Assert.Throws<InvariantException>(() => PaymentJudge.Judge(Intent(PaymentIntentStatus.Succeeded, order), order, PaymentOf(OrderIn("waiting"))));
    }

    private static Order OrderIn(string state)
    {
        var id = OrderId.New();
        var terms = new OrderTerms
        {
            Id = id,
            Number = "T-1",
            PerformanceId = PerformanceId.New(),
            OrganizationId = OrganizationId.New(),
            HoldId = HoldId.New(),
            Currency = "EUR",
            PricesIncludeTax = true,
            CancellableUntil = null,
            CancellationKeepsFees = false,
            ExpiresAt = Now.AddMinutes(10),
        };
        var item = new OrderItem
        {
            Id = OrderItemId.New(),
            OrderId = id,
            PerformanceId = terms.PerformanceId,
            SeatIndex = new SeatIndex(0),
            Label = "A-1",
            Section = "A",
            Row = "A",
            Number = "1",
            TierId = PriceTierId.New(),
            TierName = "Standard",
            Price = Total,
            Fee = 0,
            TaxBasisPoints = 0,
        };
        var order = Order.Place(terms, new BuyerDetails(null, "ada@example.org", "Ada", null, "en", []), [item], Actor.Buyer, Now);
        order.SetAmounts([new ItemAmounts(0, 0, Total)], null);
        switch (state)
        {
            case "expired":
                order.Expire(Now);
                break;
            case "cancelled":
                order.Cancel(Actor.Buyer, Now);
                break;
            case "paid":
                order.ConfirmPaid(Actor.Provider, Now);
                break;
            case "refunded":
                order.ConfirmPaid(Actor.Provider, Now);
                order.Refund([item], Total, Actor.Buyer, Now);
                break;
            default:
                Assert.Equal("waiting", state);
                break;
        }

        return order;
    }

    private static Payment PaymentOf(Order order, PaymentStatus status = PaymentStatus.Pending, Money? amount = null) => new()
    {
        Id = Guid.NewGuid(),
        OrderId = order.Id,
        Provider = Payment.Stripe,
        ProviderPaymentId = "pi_1",
        ClientSecret = "",
        Amount = amount?.Amount ?? Total,
        Currency = amount?.Currency ?? "EUR",
        Status = status,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    private static PaymentIntent Intent(PaymentIntentStatus status, Order order) =>
        new("pi_1", status, new Money(Total, "EUR"), new Money(Total, "EUR"), null, order.Id, null, null, Now);
}
