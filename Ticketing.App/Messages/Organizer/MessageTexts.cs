using Microsoft.Extensions.Localization;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Messages.Organizer;

/// <summary>Sentences and names of the pages about messages.</summary>
internal static class MessageTexts
{
    /// <summary>Times of messages belong to no venue.</summary>
    public const string Zone = "Etc/UTC";

    public static string Describe(MessageStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        MessageStatus.Draft => texts["Draft"],
        MessageStatus.Scheduled => texts["Scheduled"],
        MessageStatus.Sending => texts["Being sent"],
        MessageStatus.Sent => texts["Sent"],
        MessageStatus.Stopped => texts["Stopped"],
    };

    public static string BadgeOf(MessageStatus status) => status switch
    {
        MessageStatus.Draft => "badge-accent",
        MessageStatus.Scheduled or MessageStatus.Sending => "badge-info",
        MessageStatus.Sent => "badge-success",
        MessageStatus.Stopped => "badge-warning",
    };

    /// <summary>Why a message was not sent to all.</summary>
    public static string Describe(MessageStop reason, IStringLocalizer<Texts> texts) => reason switch
    {
        MessageStop.ByMember => texts["A member of the team has stopped it. Mails that had left before were not recalled."],
        MessageStop.LimitReached =>
            texts["When its time came, there were more recipients than your subscription's mails of the day. Nothing was sent."],
        MessageStop.NotApproved => texts["When its time came, your organization was not approved. Nothing was sent."],
    };

    public static string Describe(OrderStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        OrderStatus.AwaitingPayment => texts["Awaiting payment"],
        OrderStatus.Paid => texts["Paid"],
        OrderStatus.PartiallyRefunded => texts["Partly refunded"],
        OrderStatus.Refunded => texts["Refunded"],
        OrderStatus.Expired => texts["Expired"],
        OrderStatus.Cancelled => texts["Cancelled"],
    };

    public static string Describe(RecipientError error, IStringLocalizer<Texts> texts) => error switch
    {
        RecipientError.Address => texts["The address does not exist or refuses mail."],
        RecipientError.Server => texts["The mail server could not be reached for two hours."],
    };

    public static string Describe(RefusedMessage refusal, IStringLocalizer<Texts> texts) => refusal.Reason switch
    {
        MessageRefusal.NotFound => texts["This message does not exist any more."],
        MessageRefusal.NotAllowed => texts["Your role does not allow this. Ask an owner."],
        MessageRefusal.Invalid => texts["Nothing was done. Check the marked fields."],
        MessageRefusal.Changed => texts["Another member has saved this message since you opened it. Yours is not saved: save again to replace theirs by yours."],
        MessageRefusal.NotDraft => texts["This message is scheduled or sent already."],
        MessageRefusal.NotSent => texts["This message is not being sent."],
        MessageRefusal.NoAddress => texts["Your account has no address for a test."],
        MessageRefusal.NoRecipients => texts["No buyer matches. Choose another event, other price tiers or other orders."],
        MessageRefusal.LimitReached when refusal.Quota is { } quota => texts[
            "Your subscription allows {0:N0} mails within a day. {1:N0} are used, and this message needs {2:N0}. Send it later, to fewer buyers, or write to us for more.",
            quota.Max, quota.Used, quota.Wanted],
        MessageRefusal.LimitReached => texts["Your subscription's mails of the day are used."],
        MessageRefusal.NotApproved => texts["Your organization is not approved, so it cannot send messages."],
        MessageRefusal.TooMany => texts["Your organization has too many messages. Write to us."],
        MessageRefusal.TooOften => texts["You have changed or sent too much within a few minutes. Wait ten minutes and try again."],
    };

    /// <summary>What a message is called in lists.</summary>
    public static string NameOf(BuyerMessage message, IStringLocalizer<Texts> texts) =>
        message.SubjectEn.Length > 0 ? message.SubjectEn : message.SubjectDe.Length > 0 ? message.SubjectDe : texts["Without a subject"];
}
