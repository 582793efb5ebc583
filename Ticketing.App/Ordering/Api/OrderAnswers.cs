using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.App.Ordering.Api;

/// <summary>Response to a placed order.</summary>
/// <param name="Payment">Null when the order is free.</param>
public sealed record PlacedOrderAnswer(
    Guid Id, string Number, string Token, OrderStatus Status, Money Total, DateTimeOffset ExpiresAt, PaymentAnswer? Payment)
{
    public static PlacedOrderAnswer Of(PlacedOrder placed, string token, HttpRequest request) => new(
        placed.Order.Id.Value, placed.Order.Number, token, placed.Order.Status,
        new Money(placed.Order.Total, placed.Order.Currency), placed.Order.ExpiresAt,
        placed.Payment is { } payment ? PaymentAnswer.Of(payment, request) : null);
}

/// <summary>What a client needs to confirm the payment, as Stripe's clients do.</summary>
public sealed record PaymentAnswer(string Provider, string ApiBase, string PaymentIntent, string ClientSecret, string PublishableKey)
{
    public static PaymentAnswer Of(OrderPayment payment, HttpRequest request) => new(
        payment.Provider,
        payment.ApiBase?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}",
        payment.PaymentIntent, payment.ClientSecret, payment.PublishableKey);
}

/// <summary>An order as its buyer sees it.</summary>
public sealed record OrderAnswer(
    Guid Id,
    string Number,
    OrderStatus Status,
    BuyerAnswer Buyer,
    OrderPerformanceAnswer Performance,
    IReadOnlyList<OrderItemAnswer> Items,
    Money Subtotal,
    Money Discount,
    Money Fees,
    Money Tax,
    bool PricesIncludeTax,
    Money Total,
    Money Refunded,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? PaidAt,
    DateTimeOffset? CancellableUntil,
    IReadOnlyList<TicketAnswer> Tickets,
    IReadOnlyList<RefundAnswer> Refunds,
    IReadOnlyList<OrderExtraAnswer> Extras)
{
    public static OrderAnswer Of(OrderView view)
    {
        var order = view.Order;
        return new OrderAnswer(
            order.Id.Value,
            order.Number,
            order.Status,
            new BuyerAnswer(order.Name, order.Email, order.Phone),
            new OrderPerformanceAnswer(view.Performance.Id.Value, view.Event.Title, view.Event.Slug, view.Venue.Name, view.Performance.StartsAt, view.Venue.TimeZone),
            [.. order.Items.Select(item => OrderItemAnswer.Of(view, item))],
            new Money(order.Subtotal, order.Currency),
            new Money(order.Discount, order.Currency),
            new Money(order.Fees, order.Currency),
            new Money(order.Tax, order.Currency),
            order.PricesIncludeTax,
            new Money(order.Total, order.Currency),
            new Money(order.Refunded, order.Currency),
            order.CreatedAt,
            order.Status == OrderStatus.AwaitingPayment ? order.ExpiresAt : null,
            order.PaidAt,
            order.CancellableUntil,
            [.. view.Tickets.Select(ticket => TicketAnswer.Of(view, ticket))],
            [.. view.Refunds.Select(refund => new RefundAnswer(new Money(refund.Amount, refund.Currency), refund.Status, refund.Reason, refund.CreatedAt))],
            [.. order.Extras.Select(unit => OrderExtraAnswer.Of(unit, order.Currency))]);
    }
}

public sealed record BuyerAnswer(string Name, string Email, string? Phone);

public sealed record OrderPerformanceAnswer(Guid Id, string Title, string Slug, string Venue, DateTimeOffset StartsAt, string TimeZone);

/// <param name="Name">The place in words, in the language of the request: <c>Floor · standing</c>.</param>
/// <param name="Row">Empty for a place in an area, like <paramref name="Number"/>.</param>
/// <param name="Live">False once the item has been refunded or exchanged, or its order ended unpaid.</param>
/// <param name="Exchanged">Whether it was given for another seat: its amounts are no part of the order's.</param>
/// <param name="Reduction">The name of its reduction; null: none.</param>
/// <param name="FullPrice">The price without reduction and group price; without either as <paramref name="Price"/>.</param>
public sealed record OrderItemAnswer(
    Guid Id, string Label, string Name, string Section, string Row, string Number, string Tier,
    Money Price, Money Discount, Money Fee, Money Tax, Money Total, string? Attendee, bool Live, bool Exchanged,
    string? Reduction, Money FullPrice)
{
    internal static OrderItemAnswer Of(OrderView view, OrderItem item) => Of(view.PlaceOf(item), item, view.Order.Currency);

    private static OrderItemAnswer Of(SeatPlace place, OrderItem item, string currency) => new(
        item.Id.Value, item.Label, PlaceName.Of(place, CultureInfo.CurrentCulture), item.Section, item.Row, item.Number, item.TierName,
        new Money(item.Price, currency), new Money(item.Discount, currency), new Money(item.Fee, currency),
        new Money(item.Tax, currency), new Money(item.Total, currency), item.AttendeeName, item.Live, item.ExchangedAt is not null,
        item.Reduction, new Money(item.FullPrice ?? item.Price, currency));
}

/// <summary>A unit of an extra.</summary>
/// <param name="Id">Of the unit, for refunds.</param>
/// <param name="Extra">The extra's id.</param>
/// <param name="Live">False once it has been refunded, or its order ended.</param>
/// <param name="Code">The voucher's code, once paid; null: it has none, or it is void.</param>
public sealed record OrderExtraAnswer(Guid Id, Guid Extra, string Name, Money Price, Money Tax, Money Total, bool Live, string? Code)
{
    internal static OrderExtraAnswer Of(OrderExtra unit, string currency) => new(
        unit.Id.Value, unit.ExtraId.Value, unit.Name, new Money(unit.Price, currency), new Money(unit.Tax, currency),
        new Money(unit.Total, currency), unit.Live, unit.Live ? unit.Code : null);
}

/// <param name="Name">The place in words, in the language of the request.</param>
/// <param name="Code">What the QR code shows; null once the ticket is void.</param>
public sealed record TicketAnswer(Guid Id, string Label, string Name, string? Attendee, TicketStatus Status, string? Code, string Qr, string Pdf)
{
    internal static TicketAnswer Of(OrderView view, Ticket ticket) => new(
        ticket.Id.Value, ticket.Label, PlaceName.Of(view.Places[ticket.SeatIndex], CultureInfo.CurrentCulture), ticket.AttendeeName, ticket.Status, !ticket.Admits ? null : ticket.SignedCode,
        AppUrls.TicketQr(ticket.Id.Value), AppUrls.TicketPdf(ticket.Id.Value));
}

public sealed record RefundAnswer(Money Amount, RefundStatus Status, string Reason, DateTimeOffset CreatedAt);
