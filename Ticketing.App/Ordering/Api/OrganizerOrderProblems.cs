using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;

namespace Ticketing.App.Ordering.Api;

/// <summary>Maps refusals of the box office's commands to problem+json.</summary>
internal static class OrganizerOrderProblems
{
    public static ProblemHttpResult Of(RefusedEdit refused) => refused.Reason switch
    {
        EditOrderRefusal.NotFound => OrderProblems.NotFound(),
        EditOrderRefusal.NoTickets => NoTickets(),
        EditOrderRefusal.Invalid => Problems.Invalid(refused.Faults.ToDictionary(fault => fault.Key.Replace("buyer.", "", StringComparison.Ordinal), fault => new[] { fault.Value })),
        EditOrderRefusal.TooOften => TooOften(),
    };

    public static ProblemHttpResult Of(OrderNoteRefusal refusal) => refusal switch
    {
        OrderNoteRefusal.NotFound => OrderProblems.NotFound(),
        OrderNoteRefusal.TextInvalid => Problems.Invalid("text", "Write a note of at most 2,000 characters."),
        OrderNoteRefusal.NotDeletable => Problems.Of(409, "not-deletable", "Only its author can delete a note, within ten minutes."),
        OrderNoteRefusal.TooOften => TooOften(),
    };

    public static ProblemHttpResult Of(ExchangeRefusal refusal) => refusal switch
    {
        ExchangeRefusal.NotFound => OrderProblems.NotFound(),
        ExchangeRefusal.NotPaid => NoTickets(),
        ExchangeRefusal.ItemNotExchangeable => Problems.Of(
            422, "item-not-exchangeable", "An item is not of this order or has lost its seat, or there are not as many seats as items."),
        ExchangeRefusal.SeatUnknown => Problems.Of(422, "seat-unknown", "A seat does not exist in this performance, or is not for sale."),
        ExchangeRefusal.SeatsTaken => Problems.Of(409, "seats-taken", "A seat is held, sold or blocked. Choose another one."),
        ExchangeRefusal.QuoteOutdated => Problems.Of(409, "quote-outdated", "The difference is another one. Ask for the quote again."),
        ExchangeRefusal.RefundedBefore => Problems.Of(
            409, "refunded-before", "More was refunded before than the lower price leaves. Refund the items instead."),
        ExchangeRefusal.Cancelled => Problems.Of(409, "performance-cancelled", "The performance is cancelled."),
        ExchangeRefusal.Disputed => OrderProblems.Of(RefundOrderRefusal.Disputed),
        ExchangeRefusal.ProofNeeded => OrderProblems.Of(RefundOrderRefusal.ProofNeeded),
        ExchangeRefusal.TooOften => TooOften(),
        ExchangeRefusal.AboveLimit => OrderProblems.Of(RefundOrderRefusal.AboveLimit),
    };

    private static ProblemHttpResult NoTickets() => Problems.Of(409, "no-tickets", "Only an order with valid tickets can be changed.");

    private static ProblemHttpResult TooOften() => Problems.Of(429, "too-many-requests", "You have changed too much within a short time.");
}
