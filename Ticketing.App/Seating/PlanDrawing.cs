using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating;

/// <summary>A plan's paths for a small SVG: seats as dots, or sections as areas where dots would be too many for a browser.</summary>
/// <param name="Seats">A path with a dot for each seat of a colour.</param>
internal sealed record PlanDrawing(
    string ViewBox, string DotWidth, IReadOnlyList<string> Stages, IReadOnlyList<(string Path, string Color)> Sections,
    IReadOnlyList<(string Path, string Color)> Seats)
{
    private const int DotsMax = 800;
    private const int DrawingsMax = 256;
    private const int Margin = 60;

    // Plans and templates are immutable; a template takes up to a second to compile.
    private static readonly ConcurrentDictionary<string, PlanDrawing?> Known = new(StringComparer.Ordinal);

    /// <returns>Null: there is no such plan.</returns>
    public static async Task<PlanDrawing?> OfCompiledAsync(string id, CompiledPlans plans)
    {
        if (Known.TryGetValue(id, out var known))
        {
            return known;
        }

        try
        {
            return Keep(id, Of(await plans.GetAsync(id, CancellationToken.None)));
        }
        catch (InvalidOperationException)
        {
            // Its plan was listed a moment ago and is deleted now: the list is shown without its drawing.
            return Keep(id, null);
        }
    }

    /// <returns>Null: the template does not compile.</returns>
    public static async Task<PlanDrawing?> OfTemplateAsync(string key)
    {
        var name = "template " + key;
        return Known.TryGetValue(name, out var known)
            ? known
            : Keep(name, await Task.Run(() => PlanCompiler.Compile(PlanLibrary.Document(key)).Plan is { } plan ? Of(plan) : null));
    }

    /// <summary>Draws a plan.</summary>
    public static PlanDrawing Of(CompiledPlan plan)
    {
        var hasDots = plan.PlacedCount is > 0 and <= DotsMax;
        var dots = plan.Categories.Select(_ => new StringBuilder()).ToArray();
        if (hasDots)
        {
            for (var i = 0; i < plan.PlacedCount; i++)
            {
                // A line without length and with round ends is a dot.
                var (x, y) = plan.PositionOf(new SeatIndex(i));
                dots[plan.CategoryNumberOf(new SeatIndex(i))].Append(CultureInfo.InvariantCulture, $"M{x} {y}h0");
            }
        }

        var bounds = plan.Bounds;
        return new PlanDrawing(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bounds.MinX - Margin} {bounds.MinY - Margin} {bounds.MaxX - bounds.MinX + (2 * Margin)} {bounds.MaxY - bounds.MinY + (2 * Margin)}"),
            (plan.SeatRadius * 1.8).ToString("0.#", CultureInfo.InvariantCulture),
            [.. plan.Decor.OfType<CompiledStage>().Select(stage => Polygon(stage.Points))],
            [.. plan.Sections.Where(section => section.Count > 0 && (!hasDots || section.Area is not null))
                .Select(section => (Polygon(section.Outline), plan.CategoryOf(new SeatIndex(section.First)).Color))],
            [.. dots.Select((path, category) => (Path: path.ToString(), plan.Categories[category].Color)).Where(each => each.Path.Length > 0)]);
    }

    private static PlanDrawing? Keep(string name, PlanDrawing? drawing)
    {
        if (Known.Count >= DrawingsMax)
        {
            Known.Clear();
        }

        return Known[name] = drawing;
    }

    private static string Polygon(ImmutableArray<int> points)
    {
        var path = new StringBuilder();
        for (var i = 0; i + 1 < points.Length; i += 2)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{points[i]} {points[i + 1]}");
        }

        return path.Append('Z').ToString();
    }
}
