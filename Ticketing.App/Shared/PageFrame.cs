namespace Ticketing.App.Shared;

/// <summary>
/// A part of the site with a document frame of its own: its head (style sheets) and its body (router, scripts). It has all pages
/// below <see cref="Path"/>; every other page has the public frame.
/// </summary>
/// <param name="Path">For example <c>/admin</c>.</param>
/// <param name="LibrarySheet">The style sheet of its component library, before all others: an asset's path.</param>
/// <param name="Head">A static component without parameters.</param>
/// <param name="Body">A static component without parameters.</param>
public sealed record PageFrame(string Path, string LibrarySheet, Type Head, Type Body)
{
    public bool Has(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);
}
