using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Shared;

/// <summary>The addresses of an organizer's orders.</summary>
public static partial class AppUrls
{
    public const string ApiOrganizerOrders = ApiOrganizer + "/orders";

    public static string OrganizerOrders(string slug) => OrganizerHome(slug) + "/orders";

    /// <summary>The list, narrowed.</summary>
    /// <param name="after">The last order of the page before; null: the first page.</param>
    public static string OrganizerOrders(string slug, OrderFilter filter, Guid? after = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return WithQuery(
            OrganizerOrders(slug),
            ("q", filter.Search is { Length: > 0 } search ? search : null),
            ("event", filter.Event?.ToString()),
            ("performance", filter.Performance?.ToString()),
            ("status", filter.Status?.ToWord()),
            ("from", filter.From?.ToString("O", CultureInfo.InvariantCulture)),
            ("to", filter.To?.ToString("O", CultureInfo.InvariantCulture)),
            ("attention", filter.NeedsAttention ? "true" : null),
            ("after", after?.ToString()));
    }

    public static string OrganizerOrder(string slug, string number) => $"{OrganizerOrders(slug)}/{Uri.EscapeDataString(number)}";

    /// <summary>An order over the organizers' API.</summary>
    public static string ApiOrganizerOrder(string number) => $"{ApiOrganizerOrders}/{Uri.EscapeDataString(number)}";
}
