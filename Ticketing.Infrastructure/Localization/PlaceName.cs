using System.Globalization;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Localization;

/// <summary>The name of a seat or place in words, the same on pages, in mails, documents, calendars, the back office and the API.</summary>
public static class PlaceName
{
    /// <summary><c>Stalls, row A, seat 12</c>, or <c>Floor · standing</c>.</summary>
    public static string Of(SeatPlace place, CultureInfo culture)
    {
        var texts = new ResourceTexts(typeof(PlaceTexts), culture);
        return place.Area switch
        {
            AreaKind.Standing => texts["{0} · standing", place.Section],
            AreaKind.Free => texts["{0} · free choice of seat", place.Section],
            null => texts["{0}, row {1}, seat {2}", place.Section, place.Row, place.Number],
        };
    }

    /// <summary>The part beside an area's name: <c>standing</c>.</summary>
    public static string OfKind(AreaKind kind, CultureInfo culture)
    {
        var texts = new ResourceTexts(typeof(PlaceTexts), culture);
        return kind switch
        {
            AreaKind.Standing => texts["standing"],
            AreaKind.Free => texts["free choice of seat"],
        };
    }
}
