using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>
/// A seating plan as drawn and saved: a few parametric objects instead of thousands of seats. <see cref="PlanCompiler"/> compiles it to
/// seats. Lengths are centimetres, angles are degrees clockwise.
/// </summary>
/// <remarks>Properties are settable, not init-only: the JSON source generator drops the defaults of init-only ones.</remarks>
public sealed record PlanDocument
{
    /// <summary>The format this application writes. It also reads format 1, which had no floors, outlines, paths and nudges.</summary>
    public const int CurrentFormat = 2;

    public int Format { get; set; } = CurrentFormat;

    public required string Name { get; set; }

    /// <summary>Half the width of a seat; two seats closer than twice this overlap.</summary>
    public int SeatRadius { get; set; } = 25;

    /// <summary>The point that best seats are near; null: the centre of the stage.</summary>
    public PlanPoint? Focus { get; set; }

    public IReadOnlyList<PlanCategory> Categories { get; set; } = [];

    /// <summary>The floors of the venue, from the lowest; empty: it has one.</summary>
    public IReadOnlyList<PlanFloor> Floors { get; set; } = [];

    /// <summary>The sections, in the order of the seat indexes.</summary>
    public IReadOnlyList<PlanSection> Sections { get; set; } = [];

    public IReadOnlyList<PlanObject> Objects { get; set; } = [];
}

/// <summary>A category of places, priced by a tier of each performance.</summary>
/// <param name="Key">Stays the same when the name changes; objects and price tiers refer to it.</param>
/// <param name="Color">A CSS hex colour, <c>#5b8def</c>.</param>
public sealed record PlanCategory(string Key, string Name, string Color);

/// <summary>A floor of the venue. All floors are drawn in one plane, beside each other.</summary>
/// <param name="Key">Stays the same when the name changes; sections refer to it.</param>
public sealed record PlanFloor(string Key, string Name);

/// <summary>A named part of the venue: seats, or one area without seats.</summary>
/// <param name="Key">Stays the same when the name changes; objects refer to it.</param>
/// <param name="Name">The first part of its seats' labels.</param>
/// <param name="Entrance">The entrance to use, if there are several.</param>
/// <param name="Floor">The key of its floor; null: the only one, or none in particular.</param>
/// <param name="Outline">The polygon around its seats as drawn; null: computed from the seats.</param>
public sealed record PlanSection(
    string Key, string Name, string? Entrance = null, string? Floor = null, IReadOnlyList<PlanPoint>? Outline = null);

/// <summary>The kind of a seat, independent of its price.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SeatKind>))]
public enum SeatKind : byte
{
    Regular = 0,
    Wheelchair = 1,
    Companion = 2,
    RestrictedView = 3,
}

/// <summary>How an area without numbered seats is used.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AreaKind>))]
public enum AreaKind : byte
{
    Standing = 0,
    Free = 1,
}

/// <summary>Enums in plan documents are camel-case names, never numbers.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
