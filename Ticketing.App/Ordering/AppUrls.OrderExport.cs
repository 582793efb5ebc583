using Ticketing.Core.Ordering;

namespace Ticketing.App.Shared;

/// <summary>The address of files of orders and attendees.</summary>
public static partial class AppUrls
{
    /// <param name="kind"><c>orders</c> or <c>attendees</c>.</param>
    public static string OrganizerExport(string slug, string kind, OrderFilter filter) =>
        OrganizerOrders(slug, filter).Replace("/orders", $"/export/{kind}", StringComparison.Ordinal);
}
