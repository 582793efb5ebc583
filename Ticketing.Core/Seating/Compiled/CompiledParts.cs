using System.Collections.Immutable;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>A published category; its number is its index in <see cref="CompiledPlan.Categories"/>.</summary>
public sealed record CompiledCategory(string Key, string Name, string Color);

/// <summary>A published section: a range of seats, and its outline.</summary>
/// <param name="First">The index of its first seat or place.</param>
/// <param name="Outline">The polygon around its seats with a margin: x, y, x, y …</param>
/// <param name="LabelX">The label's position: inside, far from the edges.</param>
/// <param name="Area">Null for a section with seats.</param>
public sealed record CompiledSection(
    string Key, string Name, int First, int Count, ImmutableArray<int> Outline, int LabelX, int LabelY, CompiledArea? Area,
    string? Entrance)
{
    public bool Contains(SeatIndex seat) => seat.Value >= First && seat.Value < First + Count;
}

/// <summary>A section without individual seats: interchangeable places.</summary>
/// <param name="Category">The number of the category of all its places.</param>
/// <param name="ObjectId">The document's object, part of its places' keys.</param>
public sealed record CompiledArea(AreaKind Kind, int Category, string ObjectId);

/// <summary>Adjacent seats with consecutive indexes. An aisle splits a row into two runs.</summary>
/// <param name="Section">The section's number.</param>
/// <param name="Row">The row's name; several runs of a section may have the same.</param>
/// <param name="ObjectId">The document's object, part of its seats' keys.</param>
/// <param name="ObjectRow">The row's ordinal in that object.</param>
/// <param name="IsTable">The seats stand around a table.</param>
public readonly record struct CompiledRun(int Section, string Row, int First, int Count, string ObjectId, int ObjectRow, bool IsTable)
{
    public int End => First + Count;
}

/// <summary>A drawn element other than seats.</summary>
public abstract record CompiledDecor;

public sealed record CompiledStage(ImmutableArray<int> Points, string Text) : CompiledDecor;

/// <param name="Rotate">Degrees clockwise.</param>
public sealed record CompiledText(int X, int Y, int Size, string Text, int Rotate) : CompiledDecor;

public sealed record CompiledShape(ImmutableArray<int> Points, ShapeFill Fill) : CompiledDecor;

/// <summary>The drawing's bounding box.</summary>
public readonly record struct PlanBounds(int MinX, int MinY, int MaxX, int MaxY);

/// <summary>
/// A seat's stable identity across versions of a plan: its object in the document and its ordinals there. Unlike the index it does not
/// change when seats are added before it.
/// </summary>
public readonly record struct SeatKey(string ObjectId, int Row, int Seat)
{
    public override string ToString() => $"{ObjectId}/{Row}/{Seat}";
}

/// <summary>Result of <see cref="PlanCompiler"/>: a plan, or the problems that prevent it.</summary>
/// <param name="Plan">Null when there are problems.</param>
public sealed record PlanCompilation(CompiledPlan? Plan, IReadOnlyList<PlanProblem> Problems);
