using Microsoft.Extensions.Localization;

namespace Ticketing.App.Ordering;

/// <summary>How a seat is called on pages: with words, not with the label that programs use.</summary>
public static class SeatNames
{
    /// <param name="row">Empty for a place in an area, which has no seat of its own.</param>
    public static string Of(IStringLocalizer<Texts> texts, string section, string row, string number) => row.Length == 0
        ? texts["{0}, free choice of place", section]
        : texts["{0}, row {1}, seat {2}", section, row, number];
}
