using System.Globalization;
using System.Text;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Load.Stack;

/// <summary>A plan of a given size: sections of 25 rows of 40 seats in a square, or one small section.</summary>
internal sealed class Hall
{
    private const int Rows = 25;
    private const int SeatsPerRow = 40;
    private const int SectionSeats = Rows * SeatsPerRow;
    private const int SmallRow = 25;

    // Distance of sections in centimetres, larger than a section.
    private const int Pitch = 2600;

    private readonly byte[] _labels;

    /// <param name="seats">A multiple of 1,000; below 1,000 a multiple of 25.</param>
    public Hall(int seats)
    {
        var compilation = PlanCompiler.Compile(Draw(seats));
        Plan = compilation.Plan ?? throw new InvalidOperationException(compilation.Problems[0].ToString());
        var written = Enumerable.Range(0, seats).Select(seat => JsonLabel(Plan.LabelOf(new SeatIndex(seat)))).ToList();
        LabelWidth = written.Max(label => label.Length);
        _labels = Encoding.ASCII.GetBytes(string.Concat(written.Select(label => label.PadRight(LabelWidth))));
    }

    public CompiledPlan Plan { get; }

    public int Seats => Plan.PlaceCount;

    /// <summary>Bytes of every label.</summary>
    public int LabelWidth { get; }

    /// <summary>A seat's label as a JSON string, padded with blanks.</summary>
    public ReadOnlySpan<byte> Label(int seat) => _labels.AsSpan(seat * LabelWidth, LabelWidth);

    private static string JsonLabel(string label) => '"' + label + '"';

    private static PlanDocument Draw(int seats)
    {
        var (rows, perRow, count) = seats < SectionSeats ? (seats / SmallRow, SmallRow, 1) : (Rows, SeatsPerRow, seats / SectionSeats);
        if (rows * perRow * count != seats)
        {
            throw new ArgumentException($"{seats} seats do not fill whole rows.", nameof(seats));
        }

        var side = (int)Math.Ceiling(Math.Sqrt(count));
        var names = Enumerable.Range(1, count).Select(number => "S" + number.ToString(CultureInfo.InvariantCulture)).ToList();
        return new PlanDocument
        {
            Name = "Hall",
            Categories = [new PlanCategory("all", "All", "#5b8def")],
            Sections = [.. names.Select(name => new PlanSection(name, name))],
            Objects =
            [
                new StageObject { Id = "stage", Text = "Stage", Points = [new(-900, -900), new(900, -900), new(900, -500), new(-900, -500)] },
                .. names.Select((name, index) => new BlockObject
                {
                    Id = name, Section = name, Category = "all", Rows = rows, Seats = perRow, X = index % side * Pitch, Y = index / side * Pitch,
                }),
            ],
        };
    }
}
