namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string ApiTickets = Api + "/tickets";

    /// <summary>The order's page with the cancellation's confirmation.</summary>
    public static string OrderCancellation(string number, string? token) => OrderPart(number, "", ("step", "cancel"), ("token", token));

    /// <summary>The order's page with a notice; <paramref name="notice"/> is a code that the page knows.</summary>
    public static string OrderNotice(string number, string? token, string notice) => OrderPart(number, "", ("notice", notice), ("token", token));

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
