using Microsoft.Extensions.Localization;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;

namespace Ticketing.App.Ordering.Admin;

/// <summary>Texts of orders in the back office.</summary>
internal static class OrderTexts
{
    public static string Describe(OrderStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        OrderStatus.AwaitingPayment => texts["Awaiting payment"],
        OrderStatus.Paid => texts["Paid"],
        OrderStatus.PartiallyRefunded => texts["Partly refunded"],
        OrderStatus.Refunded => texts["Refunded"],
        OrderStatus.Expired => texts["Expired"],
        OrderStatus.Cancelled => texts["Cancelled"],
    };

    public static string Describe(PaymentStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        PaymentStatus.Pending => texts["Open"],
        PaymentStatus.Succeeded => texts["Paid"],
        PaymentStatus.Cancelled => texts["Cancelled"],
        PaymentStatus.Returned => texts["Returned"],
        PaymentStatus.Mismatched => texts["Amount does not match"],
    };

    public static string Describe(RefundStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        RefundStatus.Requested or RefundStatus.Pending => texts["On its way"],
        RefundStatus.Succeeded => texts["Refunded"],
        RefundStatus.Failed => texts["Failed"],
        RefundStatus.Cancelled => texts["Not needed"],
    };

    public static string Describe(CancelOrderRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        CancelOrderRefusal.NotFound => texts["This order can no longer be found."],
        CancelOrderRefusal.AlreadyEnded => texts["This order has already ended."],
        CancelOrderRefusal.NotWithinPolicy => texts["The refund policy does not allow it."],
        CancelOrderRefusal.PaymentUnderWay => texts["A payment is in progress. Wait until it has finished."],
        CancelOrderRefusal.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
    };

    public static string Describe(RefundOrderRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        RefundOrderRefusal.NotFound => texts["This order can no longer be found."],
        RefundOrderRefusal.NotPaid => texts["Nothing was paid, or everything has already been refunded."],
        RefundOrderRefusal.ItemNotRefundable => texts["One of these seats has already been refunded. Check the list again."],
        RefundOrderRefusal.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
    };

    public static string Describe(FailedRefundRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        FailedRefundRefusal.NotFound => texts["This refund can no longer be found."],
        FailedRefundRefusal.AlreadySettled => texts["This refund is settled already."],
        FailedRefundRefusal.NoteInvalid => texts["Say how the buyer was paid, in at most 200 characters."],
    };

    /// <summary>How staff dealt with a failed refund; empty: not yet, or it has not failed.</summary>
    public static string Resolution(Refund refund, IStringLocalizer<Texts> texts) => refund.Resolution switch
    {
        RefundResolution.Retried => texts["sent again"],
        RefundResolution.PaidOtherwise => texts["paid otherwise: {0}", refund.ResolutionNote!],
        null => "",
    };

    public static string Describe(ResendOrderMailRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        ResendOrderMailRefusal.NotFound => texts["This order can no longer be found."],
        ResendOrderMailRefusal.NoTickets => texts["There are no tickets to send."],
    };

    public static string BadgeOf(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => "badge-warning",
        OrderStatus.Paid => "badge-success",
        OrderStatus.PartiallyRefunded or OrderStatus.Refunded => "badge-info",
        OrderStatus.Expired or OrderStatus.Cancelled => "",
    };
}
