using System.Collections.Immutable;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Plans;

/// <summary>Compiles a plan document into densely numbered seats.</summary>
public static class PlanCompiler
{
    // The total of grid cells for all outlines of a plan.
    private const int OutlineCells = 8_000_000;

    /// <summary>Compiles a document, or returns all its problems.</summary>
    /// <param name="kept">
    /// An earlier version, by whose numbers seats are sold: its seats keep their order and new ones follow, so that a section can have several
    /// parts. Null: all seats in the order of their sections.
    /// </param>
    public static PlanCompilation Compile(PlanDocument document, CompiledPlan? kept = null)
    {
        var problems = new List<PlanProblem>();
        var (sound, seats, areas) = Lay(document, problems);
        if (problems.Count > 0)
        {
            return new PlanCompilation(null, [.. problems.Take(PlanLimits.ProblemsMax)]);
        }

        if (kept is not null)
        {
            (seats, areas) = KeptOrder.Of(kept, seats, areas);
        }

        return new PlanCompilation(Assemble(document, sound, seats, areas), []);
    }

    /// <summary>Lays out what is sound, and reports what is not.</summary>
    internal static (List<PlanObject> Sound, List<DrawnSeat> Seats, List<AreaObject> Areas) Lay(PlanDocument document, List<PlanProblem> problems)
    {
        var sound = new PlanChecks(document, problems).Run();
        var seats = SeatCollector.Collect(document, sound, problems);
        var areas = AreasInOrder(document, sound);
        SeatChecks.Check(document, seats, areas, problems);
        return (sound, seats, areas);
    }

    private static List<AreaObject> AreasInOrder(PlanDocument document, List<PlanObject> sound)
    {
        var order = document.Sections.Select((s, i) => (s.Key, i)).DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => s.i);
        return [.. sound.OfType<AreaObject>().OrderBy(a => order[a.Section!])];
    }

    private static CompiledPlan Assemble(PlanDocument document, List<PlanObject> sound, List<DrawnSeat> seats, List<AreaObject> areas)
    {
        var arrays = Arrays(seats);
        var sections = Sections(document, seats, areas, arrays);
        var decor = Decor(sound);
        var focus = Focus(document, sound, arrays);
        var frame = new PlanFrame(
            document.Name.Trim(),
            document.SeatRadius,
            Bounds(document.SeatRadius, arrays, sections, decor),
            Whole(focus.X),
            Whole(focus.Y),
            [.. document.Categories.Select(c => new CompiledCategory(c.Key, c.Name, c.Color))],
            sections,
            Runs(seats, sections),
            decor);
        return new CompiledPlan(frame, arrays);
    }

    private static PlanArrays Arrays(List<DrawnSeat> seats)
    {
        var numbers = new Dictionary<string, ushort>(StringComparer.Ordinal);
        ushort NumberOf(string number)
        {
            if (!numbers.TryGetValue(number, out var known))
            {
                numbers[number] = known = checked((ushort)numbers.Count);
            }

            return known;
        }

        return new PlanArrays(
            [.. seats.Select(s => Whole(s.At.X))],
            [.. seats.Select(s => Whole(s.At.Y))],
            [.. seats.Select(s => NumberOf(s.Number))],
            [.. seats.Select(s => (byte)s.Category)],
            [.. seats.Select(s => (byte)s.Kind)],
            [.. seats.Select(s => (ushort)s.Ordinal)],
            [.. numbers.Keys]);
    }

    // Sections with seats first, in the document's order; then the areas.
    private static ImmutableArray<CompiledSection> Sections(
        PlanDocument document, List<DrawnSeat> seats, List<AreaObject> areas, PlanArrays arrays)
    {
        // Divides the cells among the sections, so that many sections take no more time than a few.
        var cellsMax = Math.Clamp(OutlineCells / document.Sections.Count, OutlineCells / 400, OutlineCells / 20);
        var sections = ImmutableArray.CreateBuilder<CompiledSection>();
        var known = new HashSet<int>();
        for (var first = 0; first < seats.Count;)
        {
            var drawnSection = seats[first].Section;
            var end = first;
            while (end < seats.Count && seats[end].Section == drawnSection)
            {
                end++;
            }

            var section = document.Sections[drawnSection];
            var shape = known.Add(drawnSection) && section.Outline is { } drawn
                ? SectionShape.Of(Flat(drawn), cellsMax)
                : SectionShape.Around(arrays.X.AsSpan(first..end), arrays.Y.AsSpan(first..end), document.SeatRadius, cellsMax);
            sections.Add(new CompiledSection(
                section.Key, section.Name, first, end - first, shape.Outline, shape.LabelX, shape.LabelY, null, section.Entrance));
            first = end;
        }

        var place = seats.Count;
        foreach (var area in areas)
        {
            var shape = SectionShape.Of(Flat(area.Points), cellsMax);
            var section = document.Sections.Single(s => s.Key == area.Section);
            var category = document.Categories.TakeWhile(c => c.Key != area.Category).Count();
            sections.Add(new CompiledSection(
                section.Key, section.Name, place, area.Capacity, shape.Outline, shape.LabelX, shape.LabelY,
                new CompiledArea(area.Kind, category, area.Id), section.Entrance));
            place += area.Capacity;
        }

        return sections.ToImmutable();
    }

    private static ImmutableArray<CompiledRun> Runs(List<DrawnSeat> seats, ImmutableArray<CompiledSection> sections)
    {
        var runs = ImmutableArray.CreateBuilder<CompiledRun>();
        var section = 0;
        for (var first = 0; first < seats.Count;)
        {
            var seat = seats[first];
            var end = first + 1;
            while (end < seats.Count && seats[end].ContinuesRun)
            {
                end++;
            }

            section += sections[section].Contains(new SeatIndex(first)) ? 0 : 1;
            runs.Add(new CompiledRun(
                section, seat.RowName, first, end - first, seat.Drawn.Id, seat.Row, seat.Drawn is TableObject));
            first = end;
        }

        return runs.ToImmutable();
    }

    private static ImmutableArray<CompiledDecor> Decor(List<PlanObject> sound)
    {
        // Shapes lie below everything else, in drawing order.
        var shapes = sound.OfType<ShapeObject>().Select(s => (CompiledDecor)new CompiledShape(Flat(s.Points), s.Fill));
        var tables = sound.OfType<TableObject>().Select(t => (CompiledDecor)new CompiledShape(Flat(TableTop(t)), ShapeFill.Table));
        var stages = sound.OfType<StageObject>().Select(s => (CompiledDecor)new CompiledStage(Flat(s.Points), s.Text));
        var texts = sound.OfType<TextObject>()
            .Select(t => (CompiledDecor)new CompiledText(Whole(t.X), Whole(t.Y), Whole(t.Size), t.Text, Whole(t.Angle)));
        return [.. shapes, .. tables, .. stages, .. texts];
    }

    private static IEnumerable<PlanPoint> TableTop(TableObject table)
    {
        var (right, down) = (table.Width / 2, table.Depth / 2);
        var corners = table.Shape == TableShape.Round
            ? Enumerable.Range(0, 24).Select(i => new PlanPoint(0, right).Turned(i * 15))
            : [new PlanPoint(-right, -down), new PlanPoint(right, -down), new PlanPoint(right, down), new PlanPoint(-right, down)];
        return corners.Select(c => c.Turned(table.Angle) + new PlanPoint(table.X, table.Y));
    }

    private static PlanPoint Focus(PlanDocument document, List<PlanObject> sound, PlanArrays arrays)
    {
        if (document.Focus is { } focus)
        {
            return focus;
        }

        if (sound.OfType<StageObject>().FirstOrDefault() is { } stage)
        {
            return new PlanPoint(stage.Points.Average(p => p.X), stage.Points.Average(p => p.Y));
        }

        // Without a stage: in front of the seats, which face negative y.
        return arrays.X.Length == 0 ? default : new PlanPoint(arrays.X.Average(), arrays.Y.Min());
    }

    private static PlanBounds Bounds(
        int seatRadius, PlanArrays arrays, ImmutableArray<CompiledSection> sections, ImmutableArray<CompiledDecor> decor)
    {
        var corners = sections.Select(s => s.Outline)
            .Concat(decor.Select(d => d switch
            {
                CompiledStage stage => stage.Points,
                CompiledShape shape => shape.Points,
                CompiledText text => [text.X - text.Size, text.Y - text.Size, text.X + text.Size, text.Y + text.Size],
                _ => [],
            }))
            .ToList();
        var xs = corners.SelectMany(c => c.Where((_, i) => i % 2 == 0))
            .Concat(arrays.X.Select(x => x - seatRadius)).Concat(arrays.X.Select(x => x + seatRadius));
        var ys = corners.SelectMany(c => c.Where((_, i) => i % 2 == 1))
            .Concat(arrays.Y.Select(y => y - seatRadius)).Concat(arrays.Y.Select(y => y + seatRadius));
        return new PlanBounds(xs.Min(), ys.Min(), xs.Max(), ys.Max());
    }

    private static ImmutableArray<int> Flat(IEnumerable<PlanPoint> points) => [.. points.SelectMany(p => (int[])[Whole(p.X), Whole(p.Y)])];

    private static int Whole(double length) => (int)Math.Round(length, MidpointRounding.AwayFromZero);
}
