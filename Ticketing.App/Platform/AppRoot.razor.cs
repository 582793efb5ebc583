using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Platform;

/// <summary>The document around every page.</summary>
public sealed partial class AppRoot
{
    private static readonly string[] StyleSheets = ["tokens", "base", "components", "layout", "catalog"];

    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    // The visitor's own choice, known before the first pixel; without one the system's applies.
    private string? Theme => HttpContext?.Request.Cookies["theme"] is ("light" or "dark") and var theme ? theme : null;
}
