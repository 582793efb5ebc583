using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Pictures;

/// <summary>
/// Stores a picture for an organization's events: re-encoded in each of <see cref="PictureSizes"/>, upright, without its metadata (place,
/// camera, time). Returns the picture's id.
/// </summary>
/// <param name="Content">A JPEG, PNG or WebP file; read once, from its position to its end, and not closed.</param>
public sealed record UploadPicture(OrganizationId Organization, Stream Content, Caller Caller)
{
    /// <summary>Bytes of the file, at most.</summary>
    public const int BytesMax = 10 * 1024 * 1024;

    /// <summary>Pixels that the file may decode to, at most: a small file can decode to gigabytes.</summary>
    public const int PixelsMax = 50_000_000;

    /// <summary>Pixels, at least; a narrower picture would be blurred on the event's page.</summary>
    public const int WidthMin = 640;

    /// <summary>Uploads of an organization within 24 hours, at most.</summary>
    public const int PerOrganizationADay = 200;
}

public enum PictureRefusal
{
    /// <summary>There is no such organization, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary>More than <see cref="UploadPicture.BytesMax"/> or <see cref="UploadPicture.PixelsMax"/>.</summary>
    TooLarge,

    /// <summary>No JPEG, PNG or WebP file, or a damaged one.</summary>
    NotAPicture,

    /// <summary>Narrower than <see cref="UploadPicture.WidthMin"/>.</summary>
    TooSmall,

    /// <summary>The account or the organization has uploaded too much, or this instance is busy with other pictures.</summary>
    TooOften,
}
