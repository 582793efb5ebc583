using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.App.Analytics.Charts;

/// <summary>A section of a plan with its seats by status.</summary>
/// <param name="Seats">All, also blocked ones.</param>
/// <param name="Outline">The path of its polygon.</param>
/// <param name="FreeDots">A path with a dot for each free seat; empty: seats are not drawn. Likewise the following.</param>
public sealed record HeatSection(
    string Name, int Seats, int Sold, int Held, int Blocked, int LabelX, int LabelY, string Outline, string FreeDots, string HeldDots,
    string SoldDots)
{
    public int Free => Seats - Sold - Held - Blocked;

    /// <summary>From 0 to 1.</summary>
    public double Share => Seats == 0 ? 0 : (double)Sold / Seats;

    /// <summary>The sections of a plan, in its order.</summary>
    /// <param name="dotsMax">A plan with more seats is drawn by sections only: dots would be too small, and too much for a browser.</param>
    public static IReadOnlyList<HeatSection> Of(PerformanceSeats seats, int dotsMax)
    {
        ArgumentNullException.ThrowIfNull(seats);
        var hasDots = seats.Plan.PlacedCount <= dotsMax;

        // By name: a section has several parts where seats were added to it while it was sold.
        return [.. seats.Plan.Sections.GroupBy(section => section.Name).Select(parts => Of(seats, [.. parts], hasDots))];
    }

    /// <summary>The path of a polygon: x, y, x, y …</summary>
    public static string Polygon(ImmutableArray<int> points)
    {
        var path = new StringBuilder();
        for (var i = 0; i + 1 < points.Length; i += 2)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{points[i]} {points[i + 1]}");
        }

        return path.Append('Z').ToString();
    }

    private static HeatSection Of(PerformanceSeats seats, IReadOnlyList<CompiledSection> parts, bool hasDots)
    {
        var counts = new int[4];
        var dots = Array.ConvertAll(counts, _ => new StringBuilder());
        foreach (var i in parts.SelectMany(part => Enumerable.Range(part.First, part.Count)).Where(place => place < seats.Statuses.Count))
        {
            var (seat, status) = (new SeatIndex(i), (int)seats.Statuses[i]);
            counts[status]++;
            if (hasDots && seats.Plan.IsPlaced(seat))
            {
                // A line without length and with round ends is a dot: one element draws all seats of a status.
                var (x, y) = seats.Plan.PositionOf(seat);
                dots[status].Append(CultureInfo.InvariantCulture, $"M{x} {y}h0");
            }
        }

        return new HeatSection(
            parts[0].Name, parts.Sum(part => part.Count), counts[(int)SeatStatus.Sold], counts[(int)SeatStatus.Held], counts[(int)SeatStatus.Blocked],
            parts[0].LabelX, parts[0].LabelY, string.Concat(parts.Select(part => Polygon(part.Outline))), dots[(int)SeatStatus.Available].ToString(),
            dots[(int)SeatStatus.Held].ToString(), dots[(int)SeatStatus.Sold].ToString());
    }
}
