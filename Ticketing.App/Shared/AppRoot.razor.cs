using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Ticketing.App.Shared;

/// <summary>The document around every page.</summary>
public sealed partial class AppRoot(IEnumerable<PageFrame> frames)
{
    private static readonly string[] Common = ["tokens", "base", "components", "layout"];
    private static readonly string[] Public = [.. Common, "catalog"];

    // Its pages are styled by the sheet of their own alone: most visitors see nothing else, and the other pages' styles are as large.
    private const string Catalogue = "Ticketing.App.Catalog.Pages";

    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    /// <summary>Null for the public frame.</summary>
    private PageFrame? Frame => HttpContext is null ? null : frames.FirstOrDefault(frame => frame.Has(HttpContext.Request.Path));

    private string[] StyleSheets => Frame is null ? Public : Common;

    private bool HasScopedStyles =>
        Frame is not null || HttpContext?.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.Namespace != Catalogue;

    private string? Theme => HttpContext is null ? null : ThemeOf(HttpContext.Request);

    // From the cookie, so that it applies before the first paint; without one the system's theme applies.
    internal static string? ThemeOf(HttpRequest request) => request.Cookies["theme"] is ("light" or "dark") and var theme ? theme : null;

    // Frames differ in scripts: the browser must load the whole document instead of patching the current one.
    protected override void OnInitialized()
    {
        if (Frame is not null)
        {
            HttpContext!.Response.Headers.Remove("blazor-enhanced-nav");
        }
    }
}
