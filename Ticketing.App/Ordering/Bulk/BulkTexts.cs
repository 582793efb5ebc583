using Microsoft.Extensions.Localization;
using Ticketing.Core.Ordering.Bulk;

namespace Ticketing.App.Ordering.Bulk;

/// <summary>Sentences and names of bulk refunds.</summary>
internal static class BulkTexts
{
    public static string Describe(BulkRefundStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        BulkRefundStatus.Running => texts["Running"],
        BulkRefundStatus.Paused => texts["Paused"],
        BulkRefundStatus.Done => texts["Finished"],
    };

    public static string BadgeOf(BulkRefundStatus status) => status switch
    {
        BulkRefundStatus.Running => "badge-warning",
        BulkRefundStatus.Paused => "",
        BulkRefundStatus.Done => "badge-success",
    };

    public static string Describe(BulkItemError error, IStringLocalizer<Texts> texts) => error switch
    {
        BulkItemError.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
        BulkItemError.AboveLimit => texts["Its total is above the limit of who has begun the refunds. Ask an owner to refund it."],
        BulkItemError.Unavailable => texts["The refund failed several times. Try it again, or refund the order by itself."],
    };

    public static string Describe(BulkRefundRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        BulkRefundRefusal.NotFound => texts["These refunds do not exist any more."],
        BulkRefundRefusal.WrongState => texts["The refunds are in another state by now. Nothing was changed."],
        BulkRefundRefusal.AboveLimit => texts["This is more than you may refund of one order. Ask an owner to refund it."],
        BulkRefundRefusal.ProofNeeded => texts["Confirm first that it is you, then try again."],
        BulkRefundRefusal.TooOften => texts["You have changed too much within a short time. Wait a few minutes, then try again."],
    };
}
