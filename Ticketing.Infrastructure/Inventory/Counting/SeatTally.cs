using System.Numerics;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// The seats of a performance by status, 64 in a word, one bit each: an arena is some 300 rows of a query's result. The compiled plan in
/// memory maps them to sections and categories.
/// </summary>
internal sealed class SeatTally
{
    private readonly List<(int Word, ulong Free, ulong Held, ulong Sold, ulong Blocked)> _words = [];

    /// <summary>The seats with the indexes <paramref name="word"/> × 64 and the next 63.</summary>
    public void Add(int word, ulong free, ulong held, ulong sold, ulong blocked) => _words.Add((word, free, held, sold, blocked));

    /// <summary>One row for each section and category with seats, in their order.</summary>
    public IReadOnlyList<KeptAvailability> RowsOf(PerformanceId performance, CompiledPlan plan)
    {
        var categories = plan.Categories.Length;
        // A section has several parts where seats were added to it while it was sold: all of them count as the first one.
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] firstOf = [.. plan.Sections.Select((section, part) => firsts.TryAdd(section.Name, part) ? part : firsts[section.Name])];
        var counts = new (int Free, int Held, int Sold, int Blocked)[plan.Sections.Length * categories];
        foreach (var (word, free, held, sold, blocked) in _words)
        {
            for (var rest = free | held | sold | blocked; rest != 0; rest &= rest - 1)
            {
                var (bit, seat) = (rest & (~rest + 1), new SeatIndex((word * 64) + BitOperations.TrailingZeroCount(rest)));
                ref var count = ref counts[(firstOf[plan.SectionNumberOf(seat)] * categories) + plan.CategoryNumberOf(seat)];
                count.Free += (free & bit) != 0 ? 1 : 0;
                count.Held += (held & bit) != 0 ? 1 : 0;
                count.Sold += (sold & bit) != 0 ? 1 : 0;
                count.Blocked += (blocked & bit) != 0 ? 1 : 0;
            }
        }

        var rows = new List<KeptAvailability>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != (0, 0, 0, 0))
            {
                rows.Add(new KeptAvailability(
                    performance, plan.Sections[i / categories].Name, plan.Categories[i % categories].Key, counts[i].Free, counts[i].Held,
                    counts[i].Sold, counts[i].Blocked));
            }
        }

        return rows;
    }
}
