namespace Ticketing.App.Shared;

/// <summary>
/// A document frame with its own head (style sheets) and body (router, scripts), used by all pages below <see cref="Path"/>. Other pages
/// use the public frame.
/// </summary>
/// <param name="Path">For example <c>/admin</c>.</param>
/// <param name="LibrarySheet">Asset path of its component library's style sheet, loaded first.</param>
/// <param name="Head">A static component without parameters.</param>
/// <param name="Body">A static component without parameters.</param>
public sealed record PageFrame(string Path, string LibrarySheet, Type Head, Type Body)
{
    public bool Has(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);
}
