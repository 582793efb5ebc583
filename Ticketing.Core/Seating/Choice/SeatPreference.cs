using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Ranks seats. A seat's cost is its distance to the focus (the stage's centre), multiplied by up to 1.9 for seats at the side of or
/// behind the stage, and by 1.25 for a restricted view.
/// </summary>
internal static class SeatPreference
{
    private const double SideCost = 0.45;
    private const double RestrictedViewFactor = 1.25;

    public static float[] CostsOf(CompiledPlan plan)
    {
        var costs = new float[plan.PlacedCount];
        var (axisX, axisY) = Axis(plan);
        for (var i = 0; i < costs.Length; i++)
        {
            var (x, y) = plan.PositionOf(new SeatIndex(i));
            var (offsetX, offsetY) = (x - plan.Focus.X, y - plan.Focus.Y);
            var distance = Math.Sqrt((offsetX * offsetX) + (offsetY * offsetY));
            var cosine = distance == 0 ? 1 : ((offsetX * axisX) + (offsetY * axisY)) / distance;
            var cost = distance * (1 + (SideCost * (1 - cosine)));
            costs[i] = (float)(plan.KindNumbers[i] == (byte)SeatKind.RestrictedView ? cost * RestrictedViewFactor : cost);
        }

        return costs;
    }

    // The stage faces the centroid of its seats. For a stage in the round there is no axis, and only the distance counts.
    private static (double X, double Y) Axis(CompiledPlan plan)
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
        return inTheRound ? (0, 0) : (sumX / length, sumY / length);
    }
}
