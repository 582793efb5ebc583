using Microsoft.Extensions.Localization;

namespace Ticketing.App.Ordering;

/// <summary>Seat names for pages, in words instead of the API's label.</summary>
public static class SeatNames
{
    /// <param name="row">Empty for a place in an area.</param>
    public static string Of(IStringLocalizer<Texts> texts, string section, string row, string number) => row.Length == 0
        ? texts["{0}, free seating", section]
        : texts["{0}, row {1}, seat {2}", section, row, number];
}
