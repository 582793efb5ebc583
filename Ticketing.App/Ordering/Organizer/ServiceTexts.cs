using Microsoft.Extensions.Localization;
using Ticketing.Core.Ordering.Service;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>Texts of what organizers change of orders.</summary>
internal static class ServiceTexts
{
    public static string Describe(EditOrderRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        EditOrderRefusal.NotFound => texts["This order can no longer be found."],
        EditOrderRefusal.NoTickets => texts["Only an order with valid tickets can be changed."],
        EditOrderRefusal.Invalid => texts["Nothing was changed. Check the marked fields."],
        EditOrderRefusal.TooOften => TooOften(texts),
    };

    public static string Describe(OrderNoteRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        OrderNoteRefusal.NotFound => texts["This order or note can no longer be found."],
        OrderNoteRefusal.TextInvalid => texts["Write a note of at most 2,000 characters."],
        OrderNoteRefusal.NotDeletable => texts["Only its author can delete a note, within ten minutes."],
        OrderNoteRefusal.TooOften => TooOften(texts),
    };

    public static string Describe(ExchangeRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        ExchangeRefusal.NotFound => texts["This order can no longer be found."],
        ExchangeRefusal.NotPaid => texts["Only an order with valid tickets can be changed."],
        ExchangeRefusal.ItemNotExchangeable => texts["Choose as many new seats as seats to give. One of these seats may have been refunded or exchanged: check the list again."],
        ExchangeRefusal.SeatUnknown => texts["One of the new seats is not for sale. Choose another one."],
        ExchangeRefusal.SeatsTaken => texts["One of the new seats was just taken. Nothing was changed; choose another one."],
        ExchangeRefusal.QuoteOutdated => texts["A price has changed. Nothing was changed; check the new difference."],
        ExchangeRefusal.RefundedBefore => texts["More was refunded before than the lower price leaves. Refund the seats instead."],
        ExchangeRefusal.Cancelled => texts["The performance is cancelled: its seats can't be exchanged."],
        ExchangeRefusal.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
        ExchangeRefusal.ProofNeeded => texts["Confirm first that it is you, then try again."],
        ExchangeRefusal.TooOften => TooOften(texts),
        ExchangeRefusal.AboveLimit => texts["The difference is more than you may refund of one order. Ask an owner to exchange the seats."],
    };

    public static string Describe(ExchangeSettlement settlement, IStringLocalizer<Texts> texts) => settlement switch
    {
        ExchangeSettlement.Waived => texts["Waive it: the new seats get a discount"],
        ExchangeSettlement.Cash => texts["The buyer has paid it in cash"],
        ExchangeSettlement.Terminal => texts["The buyer has paid it at a card terminal"],
    };

    /// <summary>What a mail to the buyer was about, by the fact that led to it.</summary>
    public static string MailOf(string? type, IStringLocalizer<Texts> texts) => type switch
    {
        "order.paid" => texts["Mail: confirmation with the tickets"],
        "order.mail-requested" => texts["Mail: the tickets again"],
        "order.link-requested" => texts["Mail: link to the order"],
        "order.changed" => texts["Mail: tickets for the new seats"],
        "order.cancelled" => texts["Mail: cancellation"],
        "order.refunded" or "order.partially-refunded" => texts["Mail: refund"],
        "order.refund-failed" => texts["Mail: refund has failed"],
        "order.late-payment-returned" => texts["Mail: late payment returned"],
        _ => texts["Mail to the buyer"],
    };

    private static string TooOften(IStringLocalizer<Texts> texts) =>
        texts["You have changed too much within a few minutes. Wait ten minutes and try again."];
}
