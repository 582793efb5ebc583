using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Ranks seats. Seats beside or behind the stage come last, then the categories count (<see cref="BestAvailableRequest.CategoryRanks"/>),
/// then the cost: the distance to the focus, more with the angle to the stage's axis (1.7 times at 45 degrees), and 1.25 times for a
/// restricted view.
/// </summary>
internal static class SeatPreference
{
    /// <summary>Added per rank of a category; above every distance in a plan. Centimetres.</summary>
    public const double CategoryCost = 1e6;

    // Above the cost of any category.
    private const double BesideStageCost = 1e8;

    // The cosine of the angle at the focus between the stage's axis and a seat beside the stage: more than 65 degrees.
    private const double BesideStageCosine = 0.4226;

    private const double SideCost = 2.5;
    private const double RestrictedViewFactor = 1.25;

    public static float[] CostsOf(CompiledPlan plan)
    {
        var costs = new float[plan.PlacedCount];
        var axis = Axis(plan);
        for (var i = 0; i < costs.Length; i++)
        {
            var (x, y) = plan.PositionOf(new SeatIndex(i));
            var (offsetX, offsetY) = (x - plan.Focus.X, y - plan.Focus.Y);
            var distance = Math.Sqrt((offsetX * offsetX) + (offsetY * offsetY));
            var cosine = distance == 0 || axis is null ? 1 : ((offsetX * axis.Value.X) + (offsetY * axis.Value.Y)) / distance;
            var cost = distance * (1 + (SideCost * (1 - cosine)));
            cost = plan.KindNumbers[i] == (byte)SeatKind.RestrictedView ? cost * RestrictedViewFactor : cost;
            costs[i] = (float)(cosine < BesideStageCosine ? cost + BesideStageCost : cost);
        }

        return costs;
    }

    // The stage faces the centroid of its seats. A stage in the round has no axis (null): only the distance counts.
    private static (double X, double Y)? Axis(CompiledPlan plan)
    {
        double sumX = 0, sumY = 0;
        for (var i = 0; i < plan.PlacedCount; i++)
        {
            var (x, y) = plan.PositionOf(new SeatIndex(i));
            sumX += x - plan.Focus.X;
            sumY += y - plan.Focus.Y;
        }

        var length = Math.Sqrt((sumX * sumX) + (sumY * sumY));
        var inTheRound = length < plan.PlacedCount * 100.0;
        return inTheRound ? null : (sumX / length, sumY / length);
    }
}
