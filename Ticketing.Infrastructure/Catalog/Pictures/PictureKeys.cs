using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>Where a picture's files are in the object store: <c>pictures/{organization}/{id}/960.webp</c>.</summary>
internal static class PictureKeys
{
    /// <summary>The file for link previews, which many programs show only as JPEG.</summary>
    public static string Preview { get; } = FormattableString.Invariant($"{PictureSizes.Large}.jpg");

    /// <summary>All files of a picture.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. PictureSizes.Widths.Select(WebP), Preview];

    public static string WebP(int width) => FormattableString.Invariant($"{width}.webp");

    public static string Of(OrganizationId organization, Guid id, string file) => $"pictures/{organization}/{id}/{file}";
}
