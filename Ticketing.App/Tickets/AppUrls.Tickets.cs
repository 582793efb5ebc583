namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string ApiTickets = Api + "/tickets";

    /// <summary>The order's page, where its cancellation is asked about first.</summary>
    public static string OrderCancellation(string number, string? token) => OrderPart(number, "", ("step", "cancel"), ("token", token));

    /// <summary>The order's page, which says first what was done; <paramref name="notice"/> is a word that it knows.</summary>
    public static string OrderNotice(string number, string? token, string notice) => OrderPart(number, "", ("notice", notice), ("token", token));

    /// <summary>The order's page for whoever came with a token, and for whoever needs none.</summary>
    public static string OrderFor(string number, string? token) => OrderPart(number, "", ("token", token));

    /// <summary>All valid tickets of the order in one PDF.</summary>
    public static string OrderPdf(string number, string? token) => OrderPart(number, "/tickets.pdf", ("token", token));

    public static string OrderCalendar(string number, string? token) => OrderPart(number, "/calendar.ics", ("token", token));

    /// <summary>One word: how far the order is.</summary>
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
