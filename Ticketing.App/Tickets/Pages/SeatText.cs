using Microsoft.Extensions.Localization;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Tickets.Pages;

/// <summary>Seat names on order pages.</summary>
internal static class SeatText
{
    public static string Of(IStringLocalizer<Texts> texts, OrderItem item) =>
        item.Number.Length == 0 ? item.Section
        : item.Row.Length == 0 ? texts["{0}, seat {1}", item.Section, item.Number]
        : texts["{0}, row {1}, seat {2}", item.Section, item.Row, item.Number];
}
