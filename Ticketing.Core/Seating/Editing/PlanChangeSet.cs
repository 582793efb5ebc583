using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>
/// One step of editing a plan, applied as a whole: the unit of saving, undo, history and conflicts. Its inverse swaps what was before and
/// after.
/// </summary>
/// <param name="Id">Made by the editor; a change set that comes again is ignored by it.</param>
/// <param name="Name">What was done, for the history: <c>MoveObjects</c>.</param>
/// <param name="Changes">In no particular order; each part of the document at most once.</param>
public sealed record PlanChangeSet(Guid Id, string Name, IReadOnlyList<PlanChange> Changes)
{
    /// <summary>Maximum length of <see cref="Name"/>, in characters.</summary>
    public const int NameLengthMax = 60;

    /// <summary>The change set that undoes this one.</summary>
    /// <param name="id">Of the new change set.</param>
    public PlanChangeSet Inverse(Guid id) =>
        new(id, Name, [.. Changes.Select(change => change with { Before = change.After, After = change.Before })]);
}

/// <summary>A part of a plan as it was and as it becomes.</summary>
/// <param name="Key">The floor's, section's or category's key, the object's id, or the name of a property of the document.</param>
/// <param name="Before">Null: it is added. Of the document's properties: <c>{"value": …}</c>.</param>
/// <param name="After">Null: it is removed. Of the document's properties: <c>{"value": …}</c>.</param>
public sealed record PlanChange(
    PlanPart Part,
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Before = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? After = null);

/// <summary>What a change is about.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PlanPart>))]
public enum PlanPart
{
    /// <summary>A property of the document itself, or the order of a list: see <see cref="PlanProperties"/>.</summary>
    Document,
    Floor,
    Section,
    Category,

    [JsonStringEnumMemberName("object")]
    Drawn,
}

/// <summary>Why a change set was not applied; nothing was changed.</summary>
/// <param name="Key">The part that it is about: an object's id, a key, a property; null: the change set itself.</param>
/// <param name="Detail">A sentence for the editor.</param>
public sealed record InvalidChange(InvalidChangeKind Kind, string? Key, string Detail);

public enum InvalidChangeKind
{
    /// <summary>The change set has no id, no name, too many changes, or two of one part.</summary>
    Malformed,

    /// <summary>A value cannot be read as what it should be, or is larger than is allowed.</summary>
    Unreadable,

    /// <summary>The part is not as the change set says it was before.</summary>
    ChangedSince,

    /// <summary>Something refers to a section, category or floor that does not exist.</summary>
    UnknownReference,

    /// <summary>The document would have more parts than are allowed.</summary>
    TooMany,
}
