namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string AdminWebhooks = Admin + "/webhooks";

    public const string AdminNewWebhook = AdminWebhooks + "/new";

    public static string AdminWebhook(Guid endpoint) => $"{AdminWebhooks}/{endpoint}";

    /// <summary>The endpoint's deliveries.</summary>
    /// <param name="status">Empty: all.</param>
    /// <param name="type">Empty: all.</param>
    /// <param name="before">The last delivery of the page before; null: the first page.</param>
    public static string AdminDeliveries(Guid endpoint, string status = "", string type = "", Guid? before = null) => WithQuery(
        AdminWebhook(endpoint) + "/deliveries",
        ("status", status.Length > 0 ? status : null), ("type", type.Length > 0 ? type : null), ("before", before?.ToString()));

    public static string AdminDelivery(Guid endpoint, Guid delivery) => $"{AdminWebhook(endpoint)}/deliveries/{delivery}";
}
