using System.Collections.Immutable;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>A category as published; its number is its place in <see cref="CompiledPlan.Categories"/>.</summary>
public sealed record CompiledCategory(string Key, string Name, string Color);

/// <summary>A section as published: a range of seats and its shape.</summary>
/// <param name="First">The index of its first seat or place.</param>
/// <param name="Outline">The corners around its seats with some room: x, y, x, y …</param>
/// <param name="LabelX">Where its name is written: inside, and far from the edges.</param>
/// <param name="Area">Null for a section with seats.</param>
public sealed record CompiledSection(
    string Key, string Name, int First, int Count, ImmutableArray<int> Outline, int LabelX, int LabelY, CompiledArea? Area, string? Entrance)
{
    public bool Contains(SeatIndex seat) => seat.Value >= First && seat.Value < First + Count;
}

/// <summary>What makes a section an area: places that nobody sees one by one.</summary>
/// <param name="Category">The number of the category of all its places.</param>
/// <param name="ObjectId">The document's object; its places' keys are made of it.</param>
public sealed record CompiledArea(AreaKind Kind, int Category, string ObjectId);

/// <summary>Seats side by side: the seat with the next index is the neighbour. An aisle splits a row into two runs.</summary>
/// <param name="Section">The section's number.</param>
/// <param name="Row">The row's name; several runs of a section may have the same.</param>
/// <param name="ObjectId">The document's object; its seats' keys are made of it.</param>
/// <param name="ObjectRow">The row's ordinal in that object.</param>
/// <param name="IsTable">The seats stand around a table.</param>
public readonly record struct CompiledRun(int Section, string Row, int First, int Count, string ObjectId, int ObjectRow, bool IsTable)
{
    public int End => First + Count;
}

/// <summary>What is drawn around the seats.</summary>
public abstract record CompiledDecor;

public sealed record CompiledStage(ImmutableArray<int> Points, string Text) : CompiledDecor;

/// <param name="Rotate">Degrees clockwise.</param>
public sealed record CompiledText(int X, int Y, int Size, string Text, int Rotate) : CompiledDecor;

public sealed record CompiledShape(ImmutableArray<int> Points, ShapeFill Fill) : CompiledDecor;

/// <summary>The drawing's edges.</summary>
public readonly record struct PlanBounds(int MinX, int MinY, int MaxX, int MaxY);

/// <summary>
/// What a seat is called across versions of a plan: its object in the document and its ordinals there. The index changes when
/// seats are added before it; the key does not.
/// </summary>
public readonly record struct SeatKey(string ObjectId, int Row, int Seat)
{
    public override string ToString() => $"{ObjectId}/{Row}/{Seat}";
}

/// <summary>What <see cref="PlanCompiler"/> answers: a plan, or all that keeps it from becoming one.</summary>
/// <param name="Plan">Null when there are problems.</param>
public sealed record PlanCompilation(CompiledPlan? Plan, IReadOnlyList<PlanProblem> Problems);
