using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>What there is to say about a document while it is drawn.</summary>
/// <param name="Problems">What prevents publishing it.</param>
/// <param name="Warnings">What is probably a mistake.</param>
public sealed record PlanReview(IReadOnlyList<PlanProblem> Problems, IReadOnlyList<PlanWarning> Warnings, PlanStatistics Statistics)
{
    // Safety rules for assemblies ask for a gangway after about this many seats.
    private const int SeatsBesideEachOtherMax = 30;

    public static PlanReview Of(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var problems = new List<PlanProblem>();
        var (sound, seats, areas) = PlanCompiler.Lay(document, problems);
        var statistics = PlanStatistics.Of(document, seats, areas);
        var warnings = Unused(document, statistics)
            .Concat(Focus(document, sound))
            .Concat(Companions(document, seats))
            .Concat(LongRows(document, seats))
            .Concat(SimilarRows(document, seats))
            .Concat(Covered(document, sound, seats));
        return new PlanReview([.. problems.Take(PlanLimits.ProblemsMax)], [.. warnings.Take(PlanLimits.ProblemsMax)], statistics);
    }

    private static IEnumerable<PlanWarning> Unused(PlanDocument document, PlanStatistics statistics) => statistics.Places == 0
        ? []
        : document.Categories.Where((_, i) => statistics.ByCategory[i].Count == 0)
            .Select(category => new PlanWarning(PlanWarningKind.UnusedCategory, null, [category.Name]));

    private static IEnumerable<PlanWarning> Focus(PlanDocument document, List<PlanObject> sound) =>
        document.Focus is null && sound.Count > 0 && !sound.OfType<StageObject>().Any() ? [new PlanWarning(PlanWarningKind.WithoutFocus, null, [])] : [];

    private static IEnumerable<PlanWarning> Companions(PlanDocument document, List<DrawnSeat> seats)
    {
        for (var i = 0; i < seats.Count; i++)
        {
            var isBeside = (i > 0 && seats[i].ContinuesRun && seats[i - 1].Kind is SeatKind.Wheelchair or SeatKind.Companion)
                || (i + 1 < seats.Count && seats[i + 1].ContinuesRun && seats[i + 1].Kind is SeatKind.Wheelchair or SeatKind.Companion);
            if (seats[i].Kind == SeatKind.Companion && !isBeside)
            {
                yield return Of(PlanWarningKind.CompanionWithoutWheelchair, document, seats[i], seats[i].RowName, seats[i].Number);
            }
        }
    }

    private static IEnumerable<PlanWarning> LongRows(PlanDocument document, List<DrawnSeat> seats)
    {
        var run = 0;
        foreach (var seat in seats)
        {
            run = seat.ContinuesRun ? run + 1 : 1;
            if (run == SeatsBesideEachOtherMax + 1 && seat.Drawn is not TableObject)
            {
                yield return Of(PlanWarningKind.LongRow, document, seat, seat.RowName);
            }
        }
    }

    private static IEnumerable<PlanWarning> SimilarRows(PlanDocument document, List<DrawnSeat> seats)
    {
        var known = new Dictionary<(int, string), string>();
        foreach (var row in seats.DistinctBy(seat => (seat.Section, seat.RowName)))
        {
            if (!known.TryAdd((row.Section, Looks(row.RowName)), row.RowName))
            {
                yield return Of(PlanWarningKind.SimilarRowNames, document, row, known[(row.Section, Looks(row.RowName))], row.RowName);
            }
        }
    }

    private static IEnumerable<PlanWarning> Covered(PlanDocument document, List<PlanObject> sound, List<DrawnSeat> seats)
    {
        foreach (var wall in sound.OfType<ShapeObject>().Where(shape => shape.Fill == ShapeFill.Wall))
        {
            var (left, right) = (wall.Points.Min(point => point.X), wall.Points.Max(point => point.X));
            var (top, bottom) = (wall.Points.Min(point => point.Y), wall.Points.Max(point => point.Y));
            var inside = seats.Where(seat => seat.At.X > left && seat.At.X < right && seat.At.Y > top && seat.At.Y < bottom && IsInside(wall.Points, seat.At))
                .ToList();
            if (inside.Count > 0)
            {
                var count = inside.Count.ToString(CultureInfo.InvariantCulture);
                yield return Of(PlanWarningKind.SeatsUnderShape, document, inside[0], count) with { ObjectId = wall.Id };
            }
        }
    }

    private static bool IsInside(IReadOnlyList<PlanPoint> polygon, PlanPoint at)
    {
        var inside = false;
        for (var (i, j) = (0, polygon.Count - 1); i < polygon.Count; j = i++)
        {
            var (a, b) = (polygon[i], polygon[j]);
            if (a.Y > at.Y != b.Y > at.Y && at.X < ((b.X - a.X) * (at.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    // Letters and digits that are taken for each other on a ticket.
    private static string Looks(string name) => name.ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');

    private static PlanWarning Of(PlanWarningKind kind, PlanDocument document, DrawnSeat seat, params string[] arguments) =>
        new(kind, seat.Drawn.Id, arguments, document.Sections[seat.Section].Name, seat.RowName, seat.Number);
}
