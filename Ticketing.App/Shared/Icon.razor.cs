using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Shared;

/// <summary>A line icon in the current text colour, hidden from screen readers.</summary>
public sealed partial class Icon
{
    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["search"] = "<circle cx='11' cy='11' r='7'/><path d='m20 20-4-4'/>",
        ["sun"] = "<circle cx='12' cy='12' r='4'/><path d='M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4'/>",
        ["moon"] = "<path d='M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5Z'/>",
        ["menu"] = "<path d='M4 7h16M4 12h16M4 17h16'/>",
        ["user"] = "<circle cx='12' cy='8' r='4'/><path d='M4.5 20.5a7.5 7.5 0 0 1 15 0'/>",
        ["ticket"] = "<path d='M4 7h16v3.2a1.8 1.8 0 0 0 0 3.6V17H4v-3.2a1.8 1.8 0 0 0 0-3.6Z'/><path d='M14 7v2M14 11v2M14 15v2'/>",
        ["calendar"] = "<rect x='4' y='5.5' width='16' height='14.5' rx='2'/><path d='M4 10h16M8 3.5v4M16 3.5v4'/>",
        ["pin"] = "<path d='M12 21s-6.5-5.8-6.5-11a6.5 6.5 0 0 1 13 0c0 5.2-6.5 11-6.5 11Z'/><circle cx='12' cy='10' r='2.3'/>",
        ["clock"] = "<circle cx='12' cy='12' r='8.5'/><path d='M12 7.5V12l3 2'/>",
        ["filter"] = "<path d='M4 7h10M18 7h2M4 17h2M10 17h10'/><circle cx='16' cy='7' r='2'/><circle cx='8' cy='17' r='2'/>",
        ["chevron"] = "<path d='m9 6 6 6-6 6'/>",
        ["back"] = "<path d='m15 6-6 6 6 6'/>",
        ["close"] = "<path d='M6 6l12 12M18 6 6 18'/>",
        ["globe"] = "<circle cx='12' cy='12' r='8.5'/><path d='M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17'/>",
        ["shield"] = "<path d='M12 3.5 5 6v6c0 4.2 3 7 7 8.5 4-1.5 7-4.3 7-8.5V6Z'/><path d='m9 12 2.2 2.2L15.3 10'/>",
        ["receipt"] = "<path d='M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4Z'/><path d='M9 8h6M9 12h6'/>",
        ["external"] = "<path d='M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9'/>",
        ["door"] = "<path d='M6 20.5V4.5h9v16M4 20.5h16M15 7h3v13.5'/><path d='M12 12.5v.1'/>",
    };

    /// <summary>Key of the icon's shape.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter]
    public string Class { get; set; } = "icon";
}
