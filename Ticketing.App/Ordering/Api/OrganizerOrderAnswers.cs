using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;

namespace Ticketing.App.Ordering.Api;

/// <param name="Items">The newest first.</param>
/// <param name="Next">For <c>after</c> of the next request; null on the last page.</param>
/// <param name="Total">Of all pages, counted up to 1,000: 1,001 means more.</param>
public sealed record OrganizerOrdersAnswer(IReadOnlyList<OrganizerOrderItem> Items, string? Next, int Total)
{
    internal static OrganizerOrdersAnswer Of(OrganizerOrderList list) => new(
        [.. list.Rows.Select(OrganizerOrderItem.Of)], list.Next?.ToString(), list.Total);
}

/// <summary>An order of a list.</summary>
/// <param name="Seats">Seats that it has now.</param>
/// <param name="NeedsAttention">Whether a member has marked it.</param>
public sealed record OrganizerOrderItem(
    Guid Id, string Number, OrderStatus Status, string Name, string Email, Guid Performance, string Title, DateTimeOffset StartsAt,
    string TimeZone, int Seats, Money Total, Money Refunded, DateTimeOffset CreatedAt, bool NeedsAttention, string Url)
{
    internal static OrganizerOrderItem Of(OrganizerOrderRow row) => new(
        row.Id.Value, row.Number, row.Status, row.Name, row.Email, row.Performance.Value, row.Event, row.StartsAt, row.TimeZone, row.Seats,
        row.Total, row.Refunded, row.PlacedAt, row.NeedsAttention, AppUrls.ApiOrganizerOrder(row.Number));
}

/// <summary>An order as its organizer sees it.</summary>
/// <param name="Notes">The members' notes, the oldest first.</param>
/// <param name="History">What happened, the oldest first.</param>
public sealed record OrganizerOrderAnswer(
    OrderAnswer Order, bool NeedsAttention, IReadOnlyList<OrganizerPaymentAnswer> Payments, IReadOnlyList<NoteAnswer> Notes,
    IReadOnlyList<HistoryAnswer> History)
{
    internal static OrganizerOrderAnswer Of(OrderView view, OrderTimeline timeline) => new(
        OrderAnswer.Of(view), view.Order.AttentionAt is not null, [.. view.Payments.Select(OrganizerPaymentAnswer.Of)],
        [.. timeline.Notes.Select(NoteAnswer.Of)],
        [.. timeline.Acts.Select(act => new HistoryAnswer(act.At, act.Action, act.Actor))]);
}

/// <param name="Provider"><c>stripe</c>, or <c>cash</c> or <c>terminal</c> for what a member took.</param>
/// <param name="CardLast4">The last digits of the card; null: not known.</param>
/// <param name="TakenBy">The member who took it; null: the provider did.</param>
public sealed record OrganizerPaymentAnswer(
    string Provider, PaymentStatus Status, Money Amount, string? CardBrand, string? CardLast4, string? TakenBy, DateTimeOffset CreatedAt)
{
    internal static OrganizerPaymentAnswer Of(Payment payment) => new(
        payment.Provider, payment.Status, new Money(payment.Amount, payment.Currency), payment.CardBrand, payment.CardLast4, payment.TakenBy,
        payment.CreatedAt);
}

public sealed record NoteAnswer(Guid Id, string Author, string Text, DateTimeOffset CreatedAt)
{
    internal static NoteAnswer Of(OrderNote note) => new(note.Id, note.Author, note.Text, note.CreatedAt);
}

/// <param name="Action"><c>order.paid</c> …</param>
public sealed record HistoryAnswer(DateTimeOffset At, string Action, string Actor);

/// <summary>Body of <c>PATCH /api/v1/organizer/orders/{id}/buyer</c>; what is left out stays.</summary>
/// <param name="Email">Another address ends links to the former one, and gets the tickets.</param>
public sealed record BuyerChangeRequest(string? Name = null, string? Email = null, string? Phone = null);

/// <summary>Body of <c>PATCH /api/v1/organizer/orders/{id}/items/{item}</c>.</summary>
/// <param name="Name">The name on the ticket; empty: none.</param>
public sealed record AttendeeChangeRequest(string Name);

/// <summary>Body of <c>POST /api/v1/organizer/orders/{id}/notes</c>.</summary>
/// <param name="Text">At most 2,000 characters.</param>
public sealed record NoteRequest(string Text);

/// <summary>Body of <c>POST /api/v1/organizer/orders/{id}/attention</c>.</summary>
/// <param name="Marked">False removes the mark.</param>
public sealed record AttentionRequest(bool Marked);

/// <summary>Body of <c>POST /api/v1/organizer/orders/{id}/exchange/quote</c>.</summary>
/// <param name="Items">The items to give.</param>
/// <param name="Seats">Labels of free seats of the same performance, as many.</param>
public sealed record ExchangeQuoteRequest(IReadOnlyList<Guid> Items, IReadOnlyList<string> Seats);

/// <summary>Body of <c>POST /api/v1/organizer/orders/{id}/exchange</c>.</summary>
/// <param name="Items">The items to give.</param>
/// <param name="Seats">Labels of free seats of the same performance, as many.</param>
/// <param name="Settlement">What becomes of a higher price: <c>waived</c>, <c>cash</c> or <c>terminal</c>.</param>
/// <param name="Difference">The quoted difference in minor units: new total less old total.</param>
public sealed record ExchangeRequest(
    IReadOnlyList<Guid> Items, IReadOnlyList<string> Seats, ExchangeSettlement Settlement, long Difference);

/// <param name="Difference">New total less old total; negative: it is refunded.</param>
public sealed record ExchangeQuoteAnswer(Money Before, Money After, Money Difference, IReadOnlyList<QuotedSeatAnswer> Seats)
{
    internal static ExchangeQuoteAnswer Of(ExchangeQuote quote) => new(
        quote.Before, quote.After, quote.Difference,
        [.. quote.Seats.Select(seat => new QuotedSeatAnswer(seat.Label, PlaceName.Of(seat.Place, CultureInfo.CurrentCulture), seat.Tier, seat.Total, seat.Reduction, seat.LostReduction))]);
}

/// <param name="Reduction">The reduction that it keeps; null: none.</param>
/// <param name="LostReduction">The former seat's reduction that this seat's tier does not offer; null: none.</param>
public sealed record QuotedSeatAnswer(string Label, string Name, string Tier, Money Total, string? Reduction, string? LostReduction);
