using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Seats along a line of any shape: an even pitch, and aisles.</summary>
/// <param name="Offset">From the first seat to where it would be by the pitch.</param>
/// <param name="Length">From the first seat to the last.</param>
/// <param name="Models">The distance of each seat from the first.</param>
internal sealed record RowSpacing(double Pitch, IReadOnlyList<Aisle> Aisles, double Offset, double Length, double[] Models)
{
    // Two seats further apart than this many usual pitches have an aisle between them.
    private const double AisleFactor = 2.5;

    // A narrower gap than this many pitches is an uneven row, not an aisle, which would part the two neighbours.
    private const double GapFactor = 1.25;

    /// <summary>The pitch and the aisles of seats at increasing distances; null if they stand on each other or too far apart.</summary>
    /// <param name="along">The distance of each seat from the first one, along the row.</param>
    /// <param name="usual">The plan's usual pitch: for rows that are too short to show theirs.</param>
    public static RowSpacing? Of(double[] along, double tolerance, double usual)
    {
        var steps = new double[along.Length - 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = along[i + 1] - along[i];
        }

        var least = steps.Min();
        if (least < 1)
        {
            return null;
        }

        var even = steps.Where(step => step - least <= Math.Max(2 * tolerance, 0.01 * least)).ToArray();
        var pitch = even.Average();
        if (pitch > usual * AisleFactor)
        {
            // No two seats stand side by side.
            (pitch, even) = (usual, []);
        }

        var limit = even.Length == 0 ? 0 : even.Max();
        var aisles = steps.Select((step, i) => (step, i)).Where(s => s.step > limit)
            .Select(s => new Aisle(s.i + 1, s.step - pitch)).ToArray();
        if (pitch > 10_000 || aisles.Any(aisle => aisle.Width > 10_000 || (aisle.Width / pitch) + 1 < GapFactor))
        {
            return null;
        }

        var models = new double[along.Length];
        var next = 0;
        for (var i = 1; i < models.Length; i++)
        {
            var isAisle = next < aisles.Length && aisles[next].After == i;
            models[i] = models[i - 1] + pitch + (isAisle ? aisles[next++].Width : 0);
        }

        return new RowSpacing(pitch, aisles, along.Zip(models, (at, model) => at - model).Average(), models[^1], models);
    }
}
