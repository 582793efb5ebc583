using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>
/// A purchase. Each state change is one method that checks the current state and records an outbox event and an audit entry; a buyer's own
/// purchase is recorded by its event alone. Callers hold a row lock on the order, so that a wrong state is a bug and throws.
/// </summary>
public sealed partial class Order : IRecordsFacts
{
    private readonly FactRecorder _facts = new("order");
    private readonly List<OrderItem> _items = [];
    private (Actor Actor, DateTimeOffset At)? _placed;

    private Order()
    {
    }

    public OrderId Id { get; private init; }

    /// <summary>The order number for people: <c>T-7K3M9Q2X</c>. Unique.</summary>
    public string Number { get; private init; } = "";

    public PerformanceId PerformanceId { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>The hold that it was placed for. Unique: one order per hold.</summary>
    public HoldId HoldId { get; private init; }

    /// <summary>The account, or null for a guest's order.</summary>
    public UserId? UserId { get; private set; }

    /// <summary>As entered; the recipient of mails. Empty: a walk-in buyer gave none, or it is erased.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The form for comparison: buyer limits, and claims of guest orders.</summary>
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

    /// <summary>Prices before discounts, of extras too, like <see cref="Tax"/> and <see cref="Total"/>.</summary>
    public long Subtotal { get; private set; }

    public long Discount { get; private set; }

    public long Fees { get; private set; }

    public long Tax { get; private set; }

    public long Total { get; private set; }

    /// <summary>How much has been given back, refunds under way included: see <see cref="ReturnedMoney"/>.</summary>
    public long Refunded { get; private set; }

    /// <summary>What is left to give back; minor units.</summary>
    public long Returnable => Total - Refunded;

    public PromoCodeId? PromoCodeId { get; private set; }

    /// <summary>The presale's code whose use this order has; null: none, or given back when the order ended.</summary>
    public AccessCodeId? AccessCodeId { get; private set; }

    /// <summary>
    /// Version of the secret that authorises access without an account: in the mail's link, and as the API's bearer token. The secret is
    /// derived from a server key, the order's id and this; it is not stored.
    /// </summary>
    public int TokenVersion { get; private set; }

    /// <summary>SHA-256 of the secret of an order from before it was derived; valid in version 0. Null: none.</summary>
    public byte[]? FormerTokenHash { get; private set; }

    /// <summary>The buyer's deadline to cancel a paid order, fixed at purchase; null: no cancellation.</summary>
    public DateTimeOffset? CancellableUntil { get; private init; }

    /// <summary>Whether a buyer's cancellation keeps the fees, fixed at purchase.</summary>
    public bool CancellationKeepsFees { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The payment deadline.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When a member of the organization marked it for attention; null: it is not marked.</summary>
    public DateTimeOffset? AttentionAt { get; private set; }

    /// <summary>The <see cref="RepeatableRequest"/> that created it in a batch.</summary>
    public Guid? RequestId { get; private init; }

    public byte[]? RequestHash { get; private init; }

    public IReadOnlyList<OrderItem> Items => _items;

    /// <summary>
    /// Creates an order that awaits payment. The caller sets its amounts, which records that it is placed; for a total of 0 it calls
    /// <see cref="ConfirmFree"/> at once.
    /// </summary>
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
            Channel = terms.Channel,
            Currency = terms.Currency,
            PricesIncludeTax = terms.PricesIncludeTax,
            CancellableUntil = terms.CancellableUntil,
            CancellationKeepsFees = terms.CancellationKeepsFees,
            CreatedAt = now,
            ExpiresAt = terms.ExpiresAt,
            Status = OrderStatus.AwaitingPayment,
        };
        order._items.AddRange(items);
        order.SetBuyer(buyer);
        order._placed = (actor, now);
        return order;
    }

    /// <summary>Replaces the buyer's details; before payment only.</summary>
    public void ChangeBuyer(BuyerDetails buyer)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        SetBuyer(buyer);
    }

    /// <summary>Sets the amounts, one entry per item of <see cref="Items"/>; before payment only.</summary>
    public void SetAmounts(IReadOnlyList<ItemAmounts> amounts, PromoCodeId? promo)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(amounts.Count == _items.Count);
        for (var i = 0; i < _items.Count; i++)
        {
            (_items[i].Discount, _items[i].Tax, _items[i].Total) = (amounts[i].Discount, amounts[i].Tax, amounts[i].Total);
        }

        PromoCodeId = promo;
        SumUp();
        if (_placed is { } placed && Total > 0)
        {
            // Recorded with the total, which is not known before. A free order's placing is recorded by its confirmation.
            _placed = null;
            RecordPurchase("order.placed", null, placed.Actor, placed.At);
        }
    }

    /// <summary>Extends the payment deadline.</summary>
    public void ExtendUntil(DateTimeOffset expiresAt)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(expiresAt >= ExpiresAt);
        ExpiresAt = expiresAt;
    }

    /// <summary>
    /// Extends the payment deadline while the bank processes the payment. It can be found after the deadline, when the seats count as
    /// available already: a fact lets them be counted again.
    /// </summary>
    public void AwaitBankUntil(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        ExtendUntil(expiresAt);
        Record("order.payment-processing", Status, Actor.Provider, now, isAudited: false);
    }

    /// <summary>Sets a new payment deadline after the bank declined a payment it had been processing.</summary>
    public void ReopenPaymentUntil(DateTimeOffset expiresAt)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        ExpiresAt = expiresAt;
    }

    /// <summary>Confirms an order with a total of 0 whose seats are sold. Of a new one that is its only event.</summary>
    public void ConfirmFree(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment && Total == 0);
        OrderStatus? before = _placed is null ? Status : null;
        _placed = null;
        (Status, PaidAt) = (OrderStatus.Paid, now);
        _items.IssueTickets(now);
        RecordPurchase("order.paid", before, actor, now, wasPlaced: before is not null);
    }

    /// <summary>Confirms a paid order whose seats are sold.</summary>
    public void ConfirmPaid(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        var before = Status;
        (Status, PaidAt) = (OrderStatus.Paid, now);
        _items.IssueTickets(now);
        RecordPurchase("order.paid", before, actor, now);
    }

    /// <summary>Confirms an ended order after a late payment; its seats were available and are sold to it again.</summary>
    public void ReviveByLatePayment(DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Expired or OrderStatus.Cancelled && PaidAt is null);
        var before = Status;
        (Status, PaidAt, EndedAt) = (OrderStatus.Paid, now, null);
        _items.SetLive(true);
        ReviveExtras();
        _items.IssueTickets(now);
        RecordPurchase("order.paid", before, Actor.Provider, now);
    }

    /// <summary>Records that a late payment is refunded, because the seats were taken.</summary>
    public void ReturnLatePayment(DateTimeOffset now) => Record("order.late-payment-returned", Status, Actor.Provider, now);

    /// <summary>Ends an unpaid order after its payment deadline.</summary>
    public void Expire(DateTimeOffset now) => EndUnpaid(OrderStatus.Expired, "order.expired", Actor.System, now);

    /// <summary>Cancels an order without a payment: unpaid or free.</summary>
    public void Cancel(Actor actor, DateTimeOffset now)
    {
        if (Status == OrderStatus.AwaitingPayment)
        {
            EndUnpaid(OrderStatus.Cancelled, "order.cancelled", actor, now);
            return;
        }

        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded && Total == 0);
        var before = Status;
        (Status, EndedAt) = (OrderStatus.Cancelled, now);
        _items.SetLive(false);
        EndExtras(LiveExtras, now);
        Record("order.cancelled", before, actor, now);
    }

    /// <summary>Records a chargeback that the buyer opened at the bank.</summary>
    public void OpenDispute(DateTimeOffset now) => Record("order.dispute-opened", Status, Actor.Provider, now);

    /// <summary>Records a chargeback decided for the seller.</summary>
    public void WinDispute(DateTimeOffset now) => Record("order.dispute-won", Status, Actor.Provider, now);

    /// <summary>Ends the order after a chargeback decided for the buyer: the seats are released.</summary>
    public void LoseDispute(DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        var before = Status;
        (Status, EndedAt) = (OrderStatus.Refunded, now);
        _items.SetLive(false);
        EndExtras(LiveExtras, now);
        Record("order.dispute-lost", before, Actor.Provider, now);
    }

    /// <summary>Corrects the buyer's address and requests the confirmation mail. Links mailed to the former address end.</summary>
    /// <param name="email">From <see cref="EmailAddress.TryRead"/>.</param>
    public void CorrectEmail(string email, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded && EmailAddress.IsValid(email));
        (Email, EmailNormalized) = (email, EmailAddress.Normalize(email));
        (TokenVersion, FormerTokenHash) = (TokenVersion + 1, null);
        Record("order.email-corrected", Status, actor, now);
        RequestMail(actor, now);
    }

    /// <summary>Requests the confirmation mail again.</summary>
    public void RequestMail(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        Record("order.mail-requested", Status, actor, now);
    }

    /// <summary>Requests a mail with the link to the order's page.</summary>
    public void RequestLink(Actor actor, DateTimeOffset now) => Record("order.link-requested", Status, actor, now);

    private void EndUnpaid(OrderStatus status, string type, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        var before = Status;
        (Status, EndedAt) = (status, now);
        _items.SetLive(false);
        EndExtras(LiveExtras, returnedAt: null);
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

    // Items that were given for other seats count for nothing.
    private void SumUp()
    {
        Invariant.Holds(_extras.Count == ExtraCount);
        var counted = _items.Where(item => item.ExchangedAt is null).ToList();
        Subtotal = counted.Sum(item => item.Price) + _extras.Sum(unit => unit.Price);
        Discount = counted.Sum(item => item.Discount);
        Fees = counted.Sum(item => item.Fee);
        Tax = counted.Sum(item => item.Tax) + _extras.Sum(unit => unit.Tax);
        Total = counted.Sum(item => item.Total) + _extras.Sum(unit => unit.Total);
        Invariant.Holds(Total >= 0);
    }

    // The event of a buyer's own purchase is its record: an audit entry costs the load peak a row with three index entries.
    private void RecordPurchase(string type, OrderStatus? before, Actor actor, DateTimeOffset now, bool wasPlaced = false) =>
        Record(type, before, actor, now, isAudited: actor != Actor.Buyer && (actor.Id is null || actor.Id != UserId), wasPlaced);

    private void Record(
        string type, OrderStatus? before, Actor actor, DateTimeOffset now, bool isAudited = true, bool wasPlaced = false) =>
        _facts.Record(type, Id.ToString(), OrganizationId, Fact(wasPlaced), before?.ToString(), Status.ToString(), actor, now, isAudited);

    private OrderFact Fact(bool wasPlaced = false) =>
        new(Id.Value, Number, PerformanceId.Value, OrganizationId.Value, Total, Refunded, Currency, wasPlaced);
}
