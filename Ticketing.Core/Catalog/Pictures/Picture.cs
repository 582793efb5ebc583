using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Pictures;

/// <summary>
/// A picture that an organization has uploaded. Its files are in the object store, one for each of <see cref="PictureSizes"/>; they never
/// change, so that browsers keep them.
/// </summary>
public sealed class Picture
{
    public required Guid Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>Pixels of the uploaded picture, as it is seen: after its orientation was applied.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    public required PictureStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who uploaded it.</summary>
    public required UserId? CreatedBy { get; init; }

    /// <summary>Since when no event and no draft shows it; null: one does, or is about to. After seven days it is removed.</summary>
    public required DateTimeOffset? UnusedSince { get; set; }
}

/// <summary>Whether the object store has a picture's files. The row is written before the first file and deleted after the last.</summary>
public enum PictureStatus
{
    /// <summary>The files are being written.</summary>
    Writing,

    Ready,

    /// <summary>The files are being deleted.</summary>
    Removing,
}

/// <summary>The sizes in which pictures are stored and served.</summary>
public static class PictureSizes
{
    /// <summary>Width in pixels for cards on phones and backgrounds.</summary>
    public const int Small = 480;

    /// <summary>Width in pixels for cards and pages.</summary>
    public const int Medium = 960;

    /// <summary>Width in pixels for large screens and link previews. A narrower picture keeps its own width.</summary>
    public const int Large = 1600;

    public static IReadOnlyList<int> Widths { get; } = [Small, Medium, Large];
}
