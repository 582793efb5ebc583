using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Generates sold seats: parties of one to five adjacent seats, better seats first, with realistic gaps.</summary>
internal static class DemoSales
{
    // Maximum number of seats with orders; further unavailable seats are blocked, as other sellers' allotments.
    private const int OwnSeatsMax = 450;

    /// <param name="Statuses">By seat index: available, sold or blocked.</param>
    /// <param name="Parties">The sold seats by order.</param>
    public sealed record Result(SeatStatus[] Statuses, IReadOnlyList<int[]> Parties);

    public static Result Draw(DemoPerformance performance, string seed)
    {
        var plan = performance.Plan;
        var statuses = new SeatStatus[plan.PlaceCount];
        var parties = new List<int[]>();
        var random = new SeededRandom(seed);
        var wanted = Wanted(performance, random);
        var ownMax = performance.Event.State is DemoState.Few or DemoState.SoldOut ? int.MaxValue : OwnSeatsMax;
        var own = 0;
        foreach (var party in Parties(plan, random))
        {
            if (wanted <= 0)
            {
                break;
            }

            var seats = party.Length > wanted ? party[..wanted] : party;
            wanted -= seats.Length;
            var status = own < ownMax ? SeatStatus.Sold : SeatStatus.Blocked;
            foreach (var seat in seats)
            {
                statuses[seat] = status;
            }

            if (status == SeatStatus.Sold)
            {
                own += seats.Length;
                parties.Add(seats);
            }
        }

        return new Result(statuses, parties);
    }

    private static int Wanted(DemoPerformance performance, SeededRandom random)
    {
        var count = performance.Plan.PlaceCount;
        return performance.Event.State switch
        {
            DemoState.SoldOut => count,
            DemoState.Few => count - random.Whole(6, 20),
            DemoState.Presale or DemoState.Cancelled => 0,
            _ => (int)(count * Math.Min(0.97, performance.Event.Sold * (0.8 + (0.35 * random.Next())))),
        };
    }

    private static IEnumerable<int[]> Parties(CompiledPlan plan, SeededRandom random)
    {
        var drawn = new List<(double Rank, int[] Seats)>();
        var reach = Math.Max(plan.Bounds.MaxX - plan.Bounds.MinX, plan.Bounds.MaxY - plan.Bounds.MinY);
        foreach (var run in plan.Runs)
        {
            for (var at = run.First; at < run.End;)
            {
                var size = Math.Min(random.Whole(0, 9) switch { 0 => 1, < 6 => 2, 6 => 3, < 9 => 4, _ => 5 }, run.End - at);
                var (x, y) = plan.PositionOf(new SeatIndex(at));
                var distance = Math.Sqrt(Math.Pow(x - plan.Focus.X, 2) + Math.Pow(y - plan.Focus.Y, 2)) / reach;
                drawn.Add((distance + (random.Next() * 0.9), [.. Enumerable.Range(at, size)]));
                at += size;
            }
        }

        foreach (var area in plan.Sections.Where(section => section.Area is not null))
        {
            for (var at = 0; at < area.Count;)
            {
                var size = Math.Min(random.Whole(1, 4), area.Count - at);
                drawn.Add((0.2 + (0.9 * at / area.Count), [.. Enumerable.Range(area.First + at, size)]));
                at += size;
            }
        }

        return drawn.OrderBy(party => party.Rank).Select(party => party.Seats);
    }
}
