using System.Collections.Immutable;
using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>
/// A published plan: every place has a dense index, in the order section, row, seat, with the areas' places last; seats that were added while
/// others were sold follow the earlier ones, as further parts of their sections. Immutable and shared;
/// stored as arrays, not as an object per seat: about 500 kB for an arena.
/// </summary>
public sealed partial class CompiledPlan
{
    private readonly PlanArrays _seats;
    private readonly ILookup<string, int> _sectionsByName;
    private readonly float[] _costs;

    internal CompiledPlan(PlanFrame frame, PlanArrays seats)
    {
        (Frame, _seats) = (frame, seats);
        Invariant.Holds(frame.Runs.Sum(r => r.Count) == seats.X.Length);
        Invariant.Holds(frame.Sections.Sum(s => s.Count) >= seats.X.Length);
        PlaceCount = frame.Sections.Sum(s => s.Count);
        _sectionsByName = frame.Sections.Select((s, i) => (s.Name, i)).ToLookup(s => s.Name, s => s.i, StringComparer.Ordinal);
        _costs = SeatPreference.CostsOf(this);
        Id = IdOf(Content());
    }

    /// <summary>A hash of the content, which makes the plan's URL immutable.</summary>
    public string Id { get; }

    public string Name => Frame.Name;

    public int SeatRadius => Frame.SeatRadius;

    public PlanBounds Bounds => Frame.Bounds;

    /// <summary>The point that best seats are near.</summary>
    public PlanPoint Focus => new(Frame.FocusX, Frame.FocusY);

    /// <summary>The number of sellable places: seats and places in areas.</summary>
    public int PlaceCount { get; }

    /// <summary>The number of seats with a position; indexes of places in areas follow.</summary>
    public int PlacedCount => _seats.X.Length;

    public ImmutableArray<CompiledCategory> Categories => Frame.Categories;

    public ImmutableArray<CompiledSection> Sections => Frame.Sections;

    public ImmutableArray<CompiledRun> Runs => Frame.Runs;

    public ImmutableArray<CompiledDecor> Decor => Frame.Decor;

    internal PlanFrame Frame { get; }

    /// <summary>The cost of each placed seat; see <see cref="SeatPreference"/>.</summary>
    internal ReadOnlySpan<float> Costs => _costs;

    internal ReadOnlySpan<byte> CategoryNumbers => _seats.Category;

    internal ReadOnlySpan<byte> KindNumbers => _seats.Kind;

    public bool Contains(SeatIndex seat) => seat.Value >= 0 && seat.Value < PlaceCount;

    /// <summary>False for a place in an area.</summary>
    public bool IsPlaced(SeatIndex seat) => Checked(seat) < PlacedCount;

    /// <summary>The display name, unique in the plan: <c>Stalls-A-12</c>, or <c>Floor-17</c> in an area.</summary>
    public string LabelOf(SeatIndex seat) => IsPlaced(seat)
        ? $"{SectionOf(seat).Name}-{RowOf(seat)}-{NumberOf(seat)}"
        : $"{SectionOf(seat).Name}-{NumberOf(seat)}";

    public CompiledSection SectionOf(SeatIndex seat) => Sections[SectionNumberOf(seat)];

    /// <summary>The index of the seat's section in <see cref="Sections"/>.</summary>
    public int SectionNumberOf(SeatIndex seat)
    {
        var place = Checked(seat);
        var (low, high) = (0, Sections.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Sections[middle].First <= place ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The row's name; empty for a place in an area.</summary>
    public string RowOf(SeatIndex seat) => IsPlaced(seat) ? RunOf(seat).Row : "";

    /// <summary>The seat's number in its row; for a place in an area its ordinal, from 1.</summary>
    public string NumberOf(SeatIndex seat) => IsPlaced(seat)
        ? _seats.Numbers[_seats.Number[seat.Value]]
        : (seat.Value - SectionOf(seat).First + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The seat's section, row, number and entrance.</summary>
    public SeatPlace PlaceOf(SeatIndex seat)
    {
        var section = SectionOf(seat);
        return new SeatPlace(section.Name, RowOf(seat), IsPlaced(seat) ? NumberOf(seat) : "", section.Area?.Kind, section.Entrance);
    }

    public CompiledCategory CategoryOf(SeatIndex seat) => Categories[CategoryNumberOf(seat)];

    /// <summary>The index of the seat's category in <see cref="Categories"/>.</summary>
    public int CategoryNumberOf(SeatIndex seat) => IsPlaced(seat) ? _seats.Category[seat.Value] : SectionOf(seat).Area!.Category;

    /// <summary>The index in <see cref="Categories"/> of the category with this key, or -1.</summary>
    public int FindCategory(string key)
    {
        for (var i = 0; i < Categories.Length; i++)
        {
            if (Categories[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    public SeatKind KindOf(SeatIndex seat) => IsPlaced(seat) ? (SeatKind)_seats.Kind[seat.Value] : SeatKind.Regular;

    /// <summary>The centre of a placed seat.</summary>
    public (int X, int Y) PositionOf(SeatIndex seat)
    {
        Invariant.Holds(IsPlaced(seat));
        return (_seats.X[seat.Value], _seats.Y[seat.Value]);
    }

    /// <summary>The run of adjacent seats that contains this one.</summary>
    public CompiledRun RunOf(SeatIndex seat) => Runs[RunNumberOf(seat)];

    /// <summary>The index of the seat's run in <see cref="Runs"/>.</summary>
    public int RunNumberOf(SeatIndex seat)
    {
        Invariant.Holds(IsPlaced(seat));
        var (low, high) = (0, Runs.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Runs[middle].First <= seat.Value ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The adjacent seats; null at an end of a run.</summary>
    public (SeatIndex? Before, SeatIndex? After) NeighboursOf(SeatIndex seat)
    {
        if (!IsPlaced(seat))
        {
            return (null, null);
        }

        var run = RunOf(seat);
        SeatIndex? before = seat.Value > run.First ? new SeatIndex(seat.Value - 1) : null;
        SeatIndex? after = seat.Value < run.End - 1 ? new SeatIndex(seat.Value + 1) : null;
        return (before, after);
    }

    /// <summary>The seat's stable key across versions of the plan.</summary>
    public SeatKey KeyOf(SeatIndex seat)
    {
        if (!IsPlaced(seat))
        {
            var section = SectionOf(seat);
            return new SeatKey(section.Area!.ObjectId, 0, seat.Value - section.First);
        }

        var run = RunOf(seat);
        return new SeatKey(run.ObjectId, run.ObjectRow, _seats.Ordinal[seat.Value]);
    }

    /// <summary>The parts of a section or an area by its exact name; several where seats were added while it was sold, none if it is unknown.</summary>
    public IEnumerable<CompiledSection> FindSection(string name) => _sectionsByName[name].Select(number => Sections[number]);

    /// <summary>Finds an area by its section's name; null also for a section with seats.</summary>
    public CompiledSection? FindArea(string name) => FindSection(name).FirstOrDefault() is { Area: not null } area ? area : null;

    /// <summary>Finds a seat by its label; the inverse of <see cref="LabelOf"/>.</summary>
    public bool TryFind(string label, out SeatIndex seat)
    {
        // Section and row names may contain the separator: try every split.
        for (var dash = label.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = label.IndexOf('-', dash + 1))
        {
            foreach (var number in _sectionsByName[label[..dash]])
            {
                if (TryFindIn(number, label.AsSpan(dash + 1), out seat))
                {
                    return true;
                }
            }
        }

        seat = default;
        return false;
    }

    private bool TryFindIn(int sectionNumber, ReadOnlySpan<char> rest, out SeatIndex seat)
    {
        var section = Sections[sectionNumber];
        if (section.Area is not null)
        {
            // No sign and no leading zero, so that each place has one label.
            var parsed = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && rest[0] != '0';
            seat = new SeatIndex(section.First + place - 1);
            return parsed && place <= section.Count;
        }

        for (var i = RunNumberOf(new SeatIndex(section.First)); i < Runs.Length && Runs[i].Section == sectionNumber; i++)
        {
            var run = Runs[i];
            if (rest.Length > run.Row.Length && rest[run.Row.Length] == '-' && rest.StartsWith(run.Row, StringComparison.Ordinal)
                && TryFindIn(run, rest[(run.Row.Length + 1)..], out seat))
            {
                return true;
            }
        }

        seat = default;
        return false;
    }

    private bool TryFindIn(CompiledRun run, ReadOnlySpan<char> number, out SeatIndex seat)
    {
        for (var i = run.First; i < run.End; i++)
        {
            if (number.SequenceEqual(_seats.Numbers[_seats.Number[i]]))
            {
                seat = new SeatIndex(i);
                return true;
            }
        }

        seat = default;
        return false;
    }

    private int Checked(SeatIndex seat)
    {
        Invariant.Holds(Contains(seat));
        return seat.Value;
    }
}

/// <summary>A compiled plan without its seats.</summary>
internal sealed record PlanFrame(
    string Name,
    int SeatRadius,
    PlanBounds Bounds,
    int FocusX,
    int FocusY,
    ImmutableArray<CompiledCategory> Categories,
    ImmutableArray<CompiledSection> Sections,
    ImmutableArray<CompiledRun> Runs,
    ImmutableArray<CompiledDecor> Decor);

/// <summary>The placed seats of a compiled plan: one entry per seat in each array except <paramref name="Numbers"/>.</summary>
/// <param name="Number">The index of the seat's number in <paramref name="Numbers"/>.</param>
/// <param name="Ordinal">The seat's ordinal in its object's row.</param>
/// <param name="Numbers">The distinct numbers; an arena has about forty.</param>
internal sealed record PlanArrays(int[] X, int[] Y, ushort[] Number, byte[] Category, byte[] Kind, ushort[] Ordinal, string[] Numbers);
