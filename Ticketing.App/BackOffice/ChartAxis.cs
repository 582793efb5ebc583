namespace Ticketing.App.BackOffice;

/// <summary>Axes of charts.</summary>
public static class ChartAxis
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    /// <summary>A round upper limit for <paramref name="highest"/>, at least 4.</summary>
    public static double TopFor(double highest)
    {
        if (highest <= 4)
        {
            return 4;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return power * Steps.First(step => step * power >= highest);
    }
}
