using Microsoft.Extensions.Localization;
using Ticketing.Core.Webhooks;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>Sentences and names of the webhooks' pages.</summary>
internal static class WebhookTexts
{
    /// <summary>Times of webhooks belong to no venue.</summary>
    public const string Zone = "Etc/UTC";

    public static string Describe(WebhookStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        WebhookStatus.Active => texts["Active"],
        WebhookStatus.Disabled => texts["Disabled"],
    };

    public static string BadgeOf(WebhookEndpoint endpoint) =>
        endpoint.Status == WebhookStatus.Disabled ? "badge-danger" : endpoint.FailingSince is null ? "badge-success" : "badge-warning";

    /// <summary>Why it is disabled.</summary>
    public static string Describe(WebhookEnd reason, IStringLocalizer<Texts> texts) => reason switch
    {
        WebhookEnd.ByMember => texts["A member of the organization has disabled it. Nothing is sent."],
        WebhookEnd.Gone => texts["The receiver answered that it no longer exists (410). Nothing is sent until it is enabled again."],
        WebhookEnd.Failing => texts["No delivery has succeeded for five days. Nothing is sent until it is enabled again."],
    };

    public static string Describe(DeliveryStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        DeliveryStatus.Pending => texts["Pending"],
        DeliveryStatus.Delivered => texts["Delivered"],
        DeliveryStatus.Failed => texts["Failed"],
    };

    public static string BadgeOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => "badge-info",
        DeliveryStatus.Delivered => "badge-success",
        DeliveryStatus.Failed => "badge-danger",
    };

    /// <summary>The last answer in a few words: its status, or why there was none.</summary>
    public static string AnswerOf(WebhookDelivery delivery, IStringLocalizer<Texts> texts) =>
        (delivery.LastFailure, delivery.LastStatus) switch
        {
            (null, null) => "–",
            (null or WebhookFailure.Status, { } status) => texts["HTTP {0}", status],
            (WebhookFailure.Redirect, { } status) => texts["HTTP {0}, a redirect: it is not followed", status],
            (WebhookFailure.Timeout, _) => texts["No answer within ten seconds"],
            (WebhookFailure.Certificate, _) => texts["The receiver's certificate is not trusted"],
            (WebhookFailure.Address, _) => texts["The receiver's address is not allowed"],
            (WebhookFailure.Internal, _) => texts["An error at our side"],
            _ => texts["No connection"],
        };

    public static string Describe(WebhookRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        WebhookRefusal.NotFound => texts["There is no such webhook or delivery in the organizations that you manage."],
        WebhookRefusal.OwnersOnly => texts["Only owners of the organization can do this."],
        WebhookRefusal.Invalid => texts["Nothing was changed. Check the marked fields."],
        WebhookRefusal.TooMany => texts["An organization can have at most {0} webhooks.", WebhookEndpoint.PerOrganizationMax],
        WebhookRefusal.Disabled => texts["The webhook is disabled. Enable it first."],
        WebhookRefusal.TooSoon => texts["Too many tests: wait a minute."],
        WebhookRefusal.TooOften => texts["You have changed or sent too much within a few minutes. Wait ten minutes and try again."],
        WebhookRefusal.Running => texts["This delivery is being sent at this moment."],
        WebhookRefusal.RangeTooLarge => texts["There are more than 10,000 deliveries in this time. Choose a shorter one."],
    };

    /// <summary>What a type of fact says.</summary>
    public static string TypeOf(string type, IStringLocalizer<Texts> texts) => type switch
    {
        WebhookTypes.Test => texts["A test."],
        "order.placed" => texts["An order was placed; it awaits its payment."],
        "order.paid" => texts["An order is paid, or was free: its tickets are valid."],
        "order.expired" => texts["An order was not paid in time."],
        "order.cancelled" => texts["An order was cancelled."],
        "order.changed" => texts["Seats of an order were exchanged for others."],
        "order.partially-refunded" => texts["Some seats of an order were refunded."],
        "order.refunded" => texts["All seats of an order were refunded."],
        "order.refunded-at-provider" => texts["Money was refunded at the payment provider; the seats stay sold."],
        "order.refund-failed" => texts["A refund has failed."],
        "order.refund-retried" => texts["A failed refund was sent again."],
        "order.refund-paid-otherwise" => texts["A failed refund was paid in another way."],
        "order.late-payment-returned" => texts["A payment came too late and is returned."],
        "order.dispute-opened" => texts["A buyer disputes a payment at the bank."],
        "order.dispute-won" => texts["A dispute was decided for the organization."],
        "order.dispute-lost" => texts["A dispute was decided for the buyer."],
        _ => type,
    };

    /// <summary>Name of an audit action.</summary>
    public static string Act(string action, IStringLocalizer<Texts> texts) => action switch
    {
        "webhook.created" => texts["Created"],
        "webhook.changed" => texts["Changed"],
        "webhook.secret-rotated" => texts["Secret replaced"],
        "webhook.disabled" => texts["Disabled"],
        "webhook.enabled" => texts["Enabled"],
        "webhook.tested" => texts["Test sent"],
        "webhook.replayed" => texts["Deliveries sent again"],
        _ => action,
    };

    /// <summary>The actor of an audit entry.</summary>
    public static string ActorOf(string actor, IStringLocalizer<Texts> texts) =>
        actor == Core.Common.Actor.System.Name ? texts["automatically"] : actor;
}
