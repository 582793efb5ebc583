using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Which seats are better. A seat costs its distance from the focus (the stage's middle), up to nearly twice that when it looks
/// from the side or from behind: along a row that curves around the stage the middle is best, and rows in front are better than
/// rows behind them. Restricted views cost a quarter more.
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
            var (awayX, awayY) = (x - plan.Focus.X, y - plan.Focus.Y);
            var distance = Math.Sqrt((awayX * awayX) + (awayY * awayY));
            var cosine = distance == 0 ? 1 : ((awayX * axisX) + (awayY * axisY)) / distance;
            var cost = distance * (1 + (SideCost * (1 - cosine)));
            costs[i] = (float)(plan.KindNumbers[i] == (byte)SeatKind.RestrictedView ? cost * RestrictedViewFactor : cost);
        }

        return costs;
    }

    // The stage faces most of its audience. In the round it faces nobody: then only the distance counts.
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
