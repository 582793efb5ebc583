using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.App.Inventory;

/// <summary>Seat names for sentences: <c>Stalls, row A, seats 12, 13</c>.</summary>
internal static class SeatNames
{
    private const int GroupsMax = 3;

    public static string Of(IReadOnlyList<SeatIndex> seats, CompiledPlan plan, IStringLocalizer<Texts> texts)
    {
        var groups = seats
            .GroupBy(seat => (Section: plan.SectionOf(seat).Name, Row: plan.RowOf(seat)))
            .Select(group => Of(group.Key.Section, group.Key.Row, [.. group.Select(plan.NumberOf)], texts))
            .ToList();
        var names = string.Join("; ", groups.Take(GroupsMax));
        return groups.Count <= GroupsMax ? names : names + " …";
    }

    private static string Of(string section, string row, IReadOnlyList<string> numbers, IStringLocalizer<Texts> texts) =>
        row.Length == 0 ? section
        : numbers.Count == 1 ? texts["{0}, row {1}, seat {2}", section, row, numbers[0]]
        : texts["{0}, row {1}, seats {2}", section, row, string.Join(", ", numbers)];
}
