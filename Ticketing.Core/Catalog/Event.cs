using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>What is shown; its dates are its <see cref="Performance"/>s.</summary>
public sealed class Event
{
    public required EventId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The name in addresses: lower case, unique over all organizations.</summary>
    public required string Slug { get; set; }

    public required string Title { get; set; }

    /// <summary>One of the site's categories, as in its address: <c>concert</c>, <c>theatre</c> …</summary>
    public required string Category { get; set; }

    /// <summary>One or two sentences for cards and previews.</summary>
    public required string Summary { get; set; }

    /// <summary>The story; plain text, paragraphs divided by an empty line.</summary>
    public required string Description { get; set; }

    /// <summary>What the generated artwork is drawn from.</summary>
    public required int ArtworkSeed { get; set; }

    public required EventStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum EventStatus
{
    Draft,
    Published,
    Cancelled,
}
