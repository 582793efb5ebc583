using Ticketing.Core.Common;

namespace Ticketing.App.Shared;

/// <summary>What has just happened to an order; the order's page says it.</summary>
public enum OrderPageNotice
{
    /// <summary>The buyer comes from the payment, or from the checkout of a free order.</summary>
    Paid,

    /// <summary>The mail was requested again.</summary>
    Sent,

    Cancelled,

    /// <summary>Answers to questions were saved.</summary>
    Answered,
}

public static partial class AppUrls
{
    public const string ApiTickets = Api + "/tickets";

    /// <summary>Mails the link to an order.</summary>
    public const string FindOrder = "/orders/find";

    public const string FindOrderSent = FindOrder + "?sent=true";

    /// <summary>The order's page with the cancellation's confirmation.</summary>
    public static string OrderCancellation(string number, string? token) => OrderPart(number, "", ("step", "cancel"), ("token", token));

    /// <summary>The order's page with the form of its answers.</summary>
    public static string OrderAnswers(string number, string? token) => OrderPart(number, "", ("step", "answers"), ("token", token));

    /// <summary>The order's page with a notice.</summary>
    public static string OrderNotice(string number, string? token, OrderPageNotice notice) =>
        OrderPart(number, "", ("notice", notice.ToWord()), ("token", token));

    /// <summary>The order's page, with the token if there is one.</summary>
    public static string OrderFor(string number, string? token) => OrderPart(number, "", ("token", token));

    /// <summary>All valid tickets of the order in one PDF.</summary>
    public static string OrderPdf(string number, string? token) => OrderPart(number, "/tickets.pdf", ("token", token));

    public static string OrderCalendar(string number, string? token) => OrderPart(number, "/calendar.ics", ("token", token));

    /// <summary>The order's status as one word.</summary>
    public static string OrderStatus(string number, string? token) => OrderPart(number, "/status", ("token", token));

    private static string OrderPart(string number, string part, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                pairs.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return Order(number) + part + (pairs.Count == 0 ? "" : "?" + string.Join('&', pairs));
    }
}
