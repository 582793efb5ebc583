namespace Ticketing.App.Shared;

/// <summary>
/// Builds every address of the site and its API, and escapes the values. A feature's addresses are in its own part, such as
/// <c>AppUrls.Access.cs</c>.
/// </summary>
public static partial class AppUrls
{
    public const string Home = "/";
    public const string Events = "/events";
    public const string Admin = "/admin";
    public const string AdminOrders = "/admin/orders";
    public const string AdminRefunds = "/admin/refunds";
    public const string Mailbox = "/mailbox";

    public const string ApiRoot = "/api";
    public const string Api = ApiRoot + "/v1";
    public const string ApiAuth = Api + "/auth";
    public const string ApiDocs = "/docs/api";
    public const string OpenApi = "/openapi/v1.json";

    /// <summary>Preloaded before the style sheet that uses it.</summary>
    public const string FontFile = "/fonts/instrument-sans-latin-wght-normal.woff2";

    public const string HealthLive = "/health/live";
    public const string HealthReady = "/health/ready";

    /// <summary>Where the payment provider sends its events.</summary>
    public const string StripeWebhook = Ticketing.Infrastructure.Payments.PaymentsOptions.WebhookPath;

    public static string Event(string slug) => $"/events/{Uri.EscapeDataString(slug)}";

    public static string Performance(Guid id) => $"/performances/{id}";

    public static string PerformanceCalendar(Guid id) => $"/performances/{id}/calendar.ics";

    public const string CheckoutRoot = "/checkout";

    public static string Checkout(Guid holdId) => $"{CheckoutRoot}/{holdId}";

    public static string Order(string number) => $"/orders/{Uri.EscapeDataString(number)}";

    /// <summary>The address in mails: the token authorizes access to the order.</summary>
    public static string Order(string number, string token) => $"{Order(number)}?token={Uri.EscapeDataString(token)}";

    public static string Artwork(string seed) => $"/artwork/{Uri.EscapeDataString(seed)}.svg";

    /// <summary>Switches the language and redirects back.</summary>
    public static string Language(string culture, string returnUrl) =>
        $"/language/{Uri.EscapeDataString(culture)}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static string Error(int status) => FormattableString.Invariant($"/error/{status}");

    /// <summary><paramref name="url"/> if it is a path of this site, else the home page: guards against open redirects.</summary>
    public static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : Home;
}
