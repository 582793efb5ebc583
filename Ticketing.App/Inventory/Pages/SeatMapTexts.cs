using Microsoft.Extensions.Localization;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Texts of the map's script, keyed by their English text.</summary>
internal static class SeatMapTexts
{
    internal static readonly string[] Keys =
    [
        "Available", "Arrow keys move between sections and between seats, Enter opens a section or picks a seat, Escape goes back, plus and minus zoom, N jumps to the next free seat. The list view has the same seats.",
        "Choose places", "Companion seat", "Free seating", "Give it back", "In a basket", "In somebody’s basket", "List", "Map",
        "No seat matches. Choose another price or clear the filter.", "None left", "Other price", "Not available", "One moment…", "Only free seats",
        "Restricted view", "Row", "Row {0}", "Seat", "Seat map, {0}", "Seats can’t be chosen right now.", "Section", "Show only", "Sold out",
        "Standing", "Take this seat", "Taken", "That did not reach us. Please try again.", "View", "Wheelchair and companion", "Wheelchair place", "Whole map",
        "Your seat", "Yours", "Zoom in", "Zoom out", "from {0}", "{0} left", "{0} yours", "{0}, row {1}, seat {2}",
    ];

    /// <summary>Translations by English text.</summary>
    public static Dictionary<string, string> Of(IStringLocalizer<Texts> texts) => Keys.ToDictionary(key => key, key => texts[key].Value);
}
