using Ticketing.Core.Common;

namespace Ticketing.Core.Publishing;

/// <summary>An event's draft as it is stored: its latest revision, and where its publication stands.</summary>
public sealed class StoredDraft
{
    public required EventId EventId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>An <see cref="EventDraft"/> as JSON.</summary>
    public required string Document { get; set; }

    /// <summary>Rises by one with every save.</summary>
    public required int Revision { get; set; }

    /// <summary>The document that was published last; null: none.</summary>
    public string? PublishedDocument { get; set; }

    /// <summary>The revision that an admin has approved, for a publication that is scheduled; null: none.</summary>
    public int? ApprovedRevision { get; set; }

    /// <summary>Since when an admin is to decide; null: nothing is to be decided.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }

    public UserId? SubmittedBy { get; set; }

    /// <summary>Why it was given back; null: it was not.</summary>
    public string? ReviewNote { get; set; }

    /// <summary>The document that an admin has given back last; null: none since the last publication.</summary>
    public string? ReviewedDocument { get; set; }

    /// <summary>When it is published by itself; null: not scheduled.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    /// <summary>Who scheduled it. Their right is checked again when it is due.</summary>
    public UserId? PublishBy { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public UserId? CreatedBy { get; init; }

    public required DateTimeOffset SavedAt { get; set; }

    public UserId? SavedBy { get; set; }
}

/// <summary>An earlier or the latest revision of a draft.</summary>
public sealed class StoredRevision
{
    /// <summary>How many of a draft are kept. A save that is based on an older one cannot be merged.</summary>
    public const int KeptMax = 50;

    public required EventId EventId { get; init; }

    public required int Revision { get; init; }

    public required string Document { get; init; }

    /// <summary>The revision whose document an undo brought back; null: it was saved.</summary>
    public int? Restores { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public UserId? SavedBy { get; init; }

    /// <summary>The revision that an undo of this one goes back from.</summary>
    public int Origin => Restores ?? Revision;
}
