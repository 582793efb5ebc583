using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>An event on sale; its dates are <see cref="Performance"/>s.</summary>
public sealed class Event
{
    public required EventId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The name in URLs: lower case, unique over all organizations.</summary>
    public required string Slug { get; set; }

    public required string Title { get; set; }

    /// <summary>One of <see cref="Categories.All"/>: <c>concert</c>, <c>theatre</c> …</summary>
    public required string Category { get; set; }

    /// <summary>One or two sentences for cards and previews.</summary>
    public required string Summary { get; set; }

    /// <summary>A story in Markdown, of which <c>StoryText</c> renders a part; empty lines separate paragraphs.</summary>
    public required string Description { get; set; }

    /// <summary>The seed of the generated artwork.</summary>
    public required int ArtworkSeed { get; set; }

    /// <summary>The uploaded picture that replaces the artwork; null: the artwork.</summary>
    public Guid? Picture { get; set; }

    public required EventStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum EventStatus
{
    Draft,
    Published,

    /// <summary>Taken from public view by its organizer: its seats are not sold, its tickets stay valid.</summary>
    Hidden,

    Cancelled,
}
