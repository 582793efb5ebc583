using Ticketing.Core.Common;

namespace Ticketing.Core.Seating.Editing;

/// <summary>A plan as it is being drawn: the truth that all editors work on. A plan without a row has its newest version.</summary>
public sealed class StoredPlanDraft
{
    public required SeatingPlanId SeatingPlanId { get; init; }

    /// <summary>The version that it was made from or saved as last.</summary>
    public required int BaseVersion { get; set; }

    /// <summary>Rises by one with every change set; 0: unchanged since it was made.</summary>
    public required long Revision { get; set; }

    /// <summary>The revision that <see cref="BaseVersion"/> has saved.</summary>
    public required long SavedRevision { get; set; }

    /// <summary>The plan document as JSON.</summary>
    public required string Document { get; set; }

    /// <summary>The account or key that edits; null: nobody.</summary>
    public Guid? EditorId { get; set; }

    /// <summary>Until when others may not edit, unless it is renewed.</summary>
    public DateTimeOffset? EditorUntil { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether somebody else has the lease.</summary>
    public bool IsEditedByOther(Guid? editor, DateTimeOffset now) => EditorId is { } other && other != editor && EditorUntil > now;
}

/// <summary>A change set that was applied to a draft.</summary>
public sealed class StoredPlanChange
{
    public required SeatingPlanId SeatingPlanId { get; init; }

    /// <summary>The draft's revision with it.</summary>
    public required long Revision { get; init; }

    /// <summary>The editor's id of it.</summary>
    public required Guid ChangeSetId { get; init; }

    /// <summary>The account; null: an API key, or an account that was erased.</summary>
    public UserId? Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A <see cref="PlanChangeSet"/> as JSON.</summary>
    public required string Changes { get; init; }
}
