using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>
/// A purchase. Every change is one method here that checks the state before, and records what happened for the outbox
/// and the audit log. Callers hold a row lock on the order; a wrong state is then a bug, and throws.
/// </summary>
public sealed class Order : IRecordsFacts
{
    private readonly FactRecorder _facts = new("order");
    private readonly List<OrderItem> _items = [];

    private Order()
    {
    }

    public OrderId Id { get; private init; }

    /// <summary>What people read to each other: <c>T-7K3M9Q2X</c>. Unique.</summary>
    public string Number { get; private init; } = "";

    public PerformanceId PerformanceId { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>The hold that it was placed for: one order a hold.</summary>
    public HoldId HoldId { get; private init; }

    /// <summary>The account, or null for a guest's order.</summary>
    public UserId? UserId { get; private set; }

    /// <summary>As typed; for mails.</summary>
    public string Email { get; private set; } = "";

    /// <summary>As compared: for limits, and for accounts that claim their guest orders.</summary>
    public string EmailNormalized { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? Phone { get; private set; }

    /// <summary>The language for mails and tickets: <c>en</c> or <c>de</c>.</summary>
    public string Locale { get; private set; } = "en";

    public OrderStatus Status { get; private set; }

    /// <summary>ISO 4217; every amount here is in its minor units.</summary>
    public string Currency { get; private init; } = "";

    /// <summary>Whether prices and fees contain their tax.</summary>
    public bool PricesIncludeTax { get; private init; }

    /// <summary>Prices before discounts.</summary>
    public long Subtotal { get; private set; }

    public long Discount { get; private set; }

    public long Fees { get; private set; }

    public long Tax { get; private set; }

    public long Total { get; private set; }

    /// <summary>What has been given back or is on its way.</summary>
    public long Refunded { get; private set; }

    public PromoCodeId? PromoCodeId { get; private set; }

    /// <summary>What opens the order without an account: in the link of the mail, and as the API's bearer token.</summary>
    public string Token { get; private init; } = "";

    /// <summary>Until when the buyer may cancel a paid order; null: not at all. The policy as it was at purchase.</summary>
    public DateTimeOffset? CancellableUntil { get; private init; }

    /// <summary>Whether a buyer's cancellation keeps the fees. The policy as it was at purchase.</summary>
    public bool CancellationKeepsFees { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until when it can be paid.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The repeatable request that made it in a batch; see <see cref="RepeatableRequest"/>.</summary>
    public Guid? RequestId { get; private init; }

    public byte[]? RequestHash { get; private init; }

    public IReadOnlyList<OrderItem> Items => _items;

    /// <summary>Begins an order for a hold. It awaits its payment; <see cref="ConfirmFree"/> follows at once when nothing is to be paid.</summary>
    public static Order Place(OrderTerms terms, BuyerDetails buyer, IReadOnlyList<OrderItem> items, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(items.Count > 0);
        var order = new Order
        {
            Id = terms.Id,
            Number = terms.Number,
            PerformanceId = terms.PerformanceId,
            OrganizationId = terms.OrganizationId,
            HoldId = terms.HoldId,
            Currency = terms.Currency,
            PricesIncludeTax = terms.PricesIncludeTax,
            Token = terms.Token,
            CancellableUntil = terms.CancellableUntil,
            CancellationKeepsFees = terms.CancellationKeepsFees,
            CreatedAt = now,
            ExpiresAt = terms.ExpiresAt,
            Status = OrderStatus.AwaitingPayment,
        };
        order._items.AddRange(items);
        order.SetBuyer(buyer);
        order.Record("order.placed", null, actor, now);
        return order;
    }

    /// <summary>Takes over what the buyer typed; only while nothing is paid.</summary>
    public void ChangeBuyer(BuyerDetails buyer)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        SetBuyer(buyer);
    }

    /// <summary>Sets the amounts, item by item in the order of <see cref="Items"/>; only while nothing is paid.</summary>
    public void SetAmounts(IReadOnlyList<ItemAmounts> amounts, PromoCodeId? promo)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(amounts.Count == _items.Count);
        for (var i = 0; i < _items.Count; i++)
        {
            (_items[i].Discount, _items[i].Tax, _items[i].Total) = (amounts[i].Discount, amounts[i].Tax, amounts[i].Total);
        }

        PromoCodeId = promo;
        Subtotal = _items.Sum(item => item.Price);
        Discount = _items.Sum(item => item.Discount);
        Fees = _items.Sum(item => item.Fee);
        Tax = _items.Sum(item => item.Tax);
        Total = _items.Sum(item => item.Total);
        Invariant.Holds(Total >= 0);
    }

    /// <summary>Gives the buyer more time to pay.</summary>
    public void ExtendUntil(DateTimeOffset expiresAt)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(expiresAt >= ExpiresAt);
        ExpiresAt = expiresAt;
    }

    /// <summary>The bank said no after all: from here the buyer has until then to pay another way.</summary>
    public void AskAgainUntil(DateTimeOffset expiresAt)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        ExpiresAt = expiresAt;
    }

    /// <summary>Nothing is to be paid, and the seats are sold to it. An order that is placed and confirmed at once is one fact, not two.</summary>
    public void ConfirmFree(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment && Total == 0);
        OrderStatus? before = _facts.Take().Outbox.Count > 0 ? null : Status;
        (Status, PaidAt) = (OrderStatus.Paid, now);
        Record("order.paid", before, actor, now);
    }

    /// <summary>The money is there and the seats are sold to it.</summary>
    public void ConfirmPaid(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        var before = Status;
        (Status, PaidAt) = (OrderStatus.Paid, now);
        Record("order.paid", before, actor, now);
    }

    /// <summary>Money came after the order's end, and its seats were still to be had.</summary>
    public void ReviveByLatePayment(DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Expired or OrderStatus.Cancelled && PaidAt is null);
        var before = Status;
        (Status, PaidAt, EndedAt) = (OrderStatus.Paid, now, null);
        SetLive(_items, true);
        Record("order.paid", before, Actor.Provider, now);
    }

    /// <summary>Money came after the order's end, and its seats were gone: it goes back.</summary>
    public void ReturnLatePayment(DateTimeOffset now) => Record("order.late-payment-returned", Status, Actor.Provider, now);

    /// <summary>The time to pay ran out.</summary>
    public void Expire(DateTimeOffset now) => EndUnpaid(OrderStatus.Expired, "order.expired", Actor.System, now);

    /// <summary>Ends an order that nothing was paid for: not paid yet, or free.</summary>
    public void Cancel(Actor actor, DateTimeOffset now)
    {
        if (Status == OrderStatus.AwaitingPayment)
        {
            EndUnpaid(OrderStatus.Cancelled, "order.cancelled", actor, now);
            return;
        }

        Invariant.Holds(Status == OrderStatus.Paid && Total == 0);
        var before = Status;
        (Status, EndedAt) = (OrderStatus.Cancelled, now);
        SetLive(_items, false);
        Record("order.cancelled", before, actor, now);
    }

    /// <summary>Gives money back for <paramref name="returned"/> items, which lose their seats.</summary>
    /// <param name="amount">Minor units; at most what is left of what was paid.</param>
    public void Refund(IReadOnlyList<OrderItem> returned, long amount, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        Invariant.Holds(amount >= 0 && Refunded + amount <= Total);
        Invariant.Holds(returned.Count > 0 && returned.All(item => item.Live && _items.Contains(item)));
        var before = Status;
        Refunded += amount;
        SetLive(returned, false);
        var whole = _items.TrueForAll(item => !item.Live);
        (Status, EndedAt) = whole ? (OrderStatus.Refunded, now) : (OrderStatus.PartiallyRefunded, EndedAt);
        Record(whole ? "order.refunded" : "order.partially-refunded", before, actor, now);
    }

    /// <summary>The bank asks for the money back on the buyer's behalf.</summary>
    public void OpenDispute(DateTimeOffset now) => Record("order.dispute-opened", Status, Actor.Provider, now);

    /// <summary>The bank decided for us.</summary>
    public void WinDispute(DateTimeOffset now) => Record("order.dispute-won", Status, Actor.Provider, now);

    /// <summary>The bank decided for the buyer: the money is gone, and with it the seats.</summary>
    public void LoseDispute(DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        var before = Status;
        (Status, Refunded, EndedAt) = (OrderStatus.Refunded, Total, now);
        SetLive(_items, false);
        Record("order.dispute-lost", before, Actor.Provider, now);
    }

    /// <summary>A signed-in person is the owner of an order that was placed as a guest.</summary>
    public void ClaimBy(UserId user)
    {
        Invariant.Holds(UserId is null);
        UserId = user;
    }

    /// <summary>Asks for the confirmation mail once more.</summary>
    public void RequestMail(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        Record("order.mail-requested", Status, actor, now);
    }

    public RecordedFacts TakeFacts() => _facts.Take();

    private void EndUnpaid(OrderStatus status, string type, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        var before = Status;
        (Status, EndedAt) = (status, now);
        SetLive(_items, false);
        Record(type, before, actor, now);
    }

    private void SetBuyer(BuyerDetails buyer)
    {
        Invariant.Holds(buyer.AttendeeNames.Count == 0 || buyer.AttendeeNames.Count == _items.Count);
        UserId = buyer.UserId;
        Email = buyer.Email;
        EmailNormalized = EmailAddress.Normalize(buyer.Email);
        Name = buyer.Name;
        Phone = buyer.Phone;
        Locale = buyer.Locale;
        for (var i = 0; i < buyer.AttendeeNames.Count; i++)
        {
            _items[i].AttendeeName = buyer.AttendeeNames[i];
        }
    }

    private static void SetLive(IEnumerable<OrderItem> changed, bool live)
    {
        foreach (var item in changed)
        {
            item.Live = live;
        }
    }

    private void Record(string type, OrderStatus? before, Actor actor, DateTimeOffset now) => _facts.Record(
        type, Id.ToString(), new OrderFact(Id.Value, Number, PerformanceId.Value, OrganizationId.Value, Total, Refunded, Currency),
        before?.ToString(), Status.ToString(), actor, now);
}

/// <summary>What the outbox says about an order; no personal data: consumers read that where it may be erased.</summary>
public sealed record OrderFact(
    Guid OrderId, string Number, Guid PerformanceId, Guid OrganizationId, long Total, long Refunded, string Currency);
