using System.Globalization;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Inventory.Allotments;

/// <summary>
/// Seats that a member has chosen: by index on the map, or typed. A typed name is a seat (<c>Stalls-A-12</c>), a range in a row
/// (<c>Stalls-A-1..12</c>), a row (<c>Stalls-A</c>), a section (<c>Stalls</c>), places of an area (<c>Floor x 50</c>), or a category
/// (<c>category:vip</c>, by the plan's key).
/// </summary>
/// <param name="Indexes">In any order.</param>
/// <param name="Typed">Names by commas, semicolons or lines; null: none.</param>
public sealed record SeatChoice(IReadOnlyList<SeatIndex> Indexes, string? Typed = null)
{
    /// <summary>The prefix of a category.</summary>
    public const string CategoryPrefix = "category:";

    /// <summary>The maximum length of <see cref="Typed"/>.</summary>
    public const int TypedLengthMax = 20_000;

    private const string RangeMark = "..";

    /// <summary>Finds the chosen seats.</summary>
    /// <param name="isFree">Whether a seat can be chosen: places of an area that are named by their number only are taken from these.</param>
    public ChosenSeats Read(CompiledPlan plan, Func<SeatIndex, bool> isFree)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(isFree);
        var seats = new SortedSet<int>();
        var unknown = new List<string>();
        foreach (var index in Indexes)
        {
            if (plan.Contains(index))
            {
                seats.Add(index.Value);
            }
            else
            {
                unknown.Add(index.ToString());
            }
        }

        foreach (var name in Names())
        {
            if (Find(plan, name, isFree) is { } found)
            {
                seats.UnionWith(found);
            }
            else
            {
                unknown.Add(name);
            }
        }

        return new ChosenSeats([.. seats.Select(seat => new SeatIndex(seat))], unknown);
    }

    private string[] Names() => Typed is { Length: <= TypedLengthMax }
        ? Typed.Split([',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : Typed is null ? [] : [Typed[..40] + "…"];

    private static IEnumerable<int>? Find(CompiledPlan plan, string name, Func<SeatIndex, bool> isFree) =>
        name.StartsWith(CategoryPrefix, StringComparison.OrdinalIgnoreCase) ? OfCategory(plan, name[CategoryPrefix.Length..].Trim())
        : plan.FindSection(name).ToList() is { Count: > 0 } parts ? parts.SelectMany(part => Enumerable.Range(part.First, part.Count))
        : plan.TryFind(name, out var seat) ? [seat.Value]
        : OfRow(plan, name) ?? OfRange(plan, name) ?? OfArea(plan, name, isFree);

    private static List<int>? OfCategory(CompiledPlan plan, string key)
    {
        var number = plan.FindCategory(key);
        return number < 0 ? null
            : [.. Enumerable.Range(0, plan.PlaceCount).Where(place => plan.CategoryNumberOf(new SeatIndex(place)) == number)];
    }

    // A row can have several runs of adjacent seats, parted by aisles.
    private static List<int>? OfRow(CompiledPlan plan, string name)
    {
        List<int> seats = [.. plan.Runs.Where(run => $"{plan.Sections[run.Section].Name}-{run.Row}" == name)
            .SelectMany(run => Enumerable.Range(run.First, run.Count))];
        return seats.Count > 0 ? seats : null;
    }

    private static IEnumerable<int>? OfRange(CompiledPlan plan, string name)
    {
        var mark = name.IndexOf(RangeMark, StringComparison.Ordinal);
        if (mark < 0 || !plan.TryFind(name[..mark].Trim(), out var first))
        {
            return null;
        }

        var end = name[(mark + RangeMark.Length)..].Trim();
        var dash = name.LastIndexOf('-', mark);
        return (plan.TryFind(end, out var last) || plan.TryFind(name[..(dash + 1)] + end, out last))
            && plan.SectionNumberOf(first) == plan.SectionNumberOf(last) && plan.RowOf(first) == plan.RowOf(last)
                ? Enumerable.Range(Math.Min(first.Value, last.Value), Math.Abs(last.Value - first.Value) + 1)
                : null;
    }

    private static List<int>? OfArea(CompiledPlan plan, string name, Func<SeatIndex, bool> isFree)
    {
        var mark = name.LastIndexOfAny(['x', '×', '*']);
        if (mark <= 0 || plan.FindArea(name[..mark].Trim()) is not { } area
            || !int.TryParse(name.AsSpan(mark + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return null;
        }

        // The last ones: the public is given places from the first one on.
        List<int> places =
        [
            .. Enumerable.Range(area.First, area.Count).Reverse().Where(place => isFree(new SeatIndex(place))).Take(count),
        ];
        return places.Count == count ? places : null;
    }
}

/// <summary>What a <see cref="SeatChoice"/> names.</summary>
/// <param name="Seats">Ascending, distinct.</param>
/// <param name="Unknown">Names that are of no seat; then the choice is refused.</param>
public sealed record ChosenSeats(IReadOnlyList<SeatIndex> Seats, IReadOnlyList<string> Unknown);
