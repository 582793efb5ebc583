using MudBlazor;
using MudBlazor.Utilities;

namespace Ticketing.App.BackOffice;

/// <summary>
/// The design tokens as the component library's theme. The source is <c>wwwroot/css/tokens.css</c>: a test compares every
/// colour below with the token of the same name.
/// </summary>
/// <remarks>
/// The page contains both palettes, the dark one scoped to <c>&lt;html data-theme="dark"&gt;</c>: the browser switches the theme
/// without the circuit and without a flash while loading.
/// </remarks>
internal static class BackOfficeTheme
{
    private const string LightScope = ":root";
    private const string DarkScope = ":root[data-theme=dark]";
    private static readonly string[] Font = ["Instrument Sans", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"];

    public static MudTheme Light { get; } = Create(LightScope);

    public static MudTheme Dark { get; } = Create(DarkScope);

    private static MudTheme Create(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        PaletteLight = Fill(new PaletteLight(), Tokens.Light),
        PaletteDark = Fill(new PaletteDark(), Tokens.Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "0.5rem", AppbarHeight = "4rem", DrawerWidthLeft = "17rem" },
        Typography = Typography(),
    };

    private static TPalette Fill<TPalette>(TPalette palette, Tokens tokens)
        where TPalette : Palette
    {
        palette.Primary = tokens.AccentFill;
        palette.PrimaryContrastText = tokens.OnAccent;
        palette.PrimaryDarken = tokens.AccentFillHover.ToString(MudColorOutputFormats.RGB);
        palette.PrimaryLighten = tokens.AccentFill.ToString(MudColorOutputFormats.RGB);
        palette.Secondary = tokens.InkSoft;
        palette.SecondaryContrastText = tokens.Page;
        palette.Tertiary = tokens.AccentInk;
        palette.TertiaryContrastText = tokens.Page;
        palette.Info = tokens.Info;
        palette.InfoContrastText = tokens.Page;
        palette.Success = tokens.Success;
        palette.SuccessContrastText = tokens.Page;
        palette.Warning = tokens.Warning;
        palette.WarningContrastText = tokens.Page;
        palette.Error = tokens.Danger;
        palette.ErrorContrastText = tokens.Page;
        palette.Dark = tokens.SurfaceInverse;
        palette.DarkContrastText = tokens.InkInverse;
        palette.TextPrimary = tokens.Ink;
        palette.TextSecondary = tokens.InkSoft;
        palette.TextDisabled = tokens.InkSoft;
        palette.ActionDefault = tokens.InkSoft;
        palette.ActionDisabled = tokens.LineStrong;
        palette.ActionDisabledBackground = tokens.SurfaceSunken;
        palette.Background = tokens.Page;
        palette.BackgroundGray = tokens.SurfaceSunken;
        palette.Surface = tokens.Surface;
        palette.AppbarBackground = tokens.Surface;
        palette.AppbarText = tokens.Ink;
        palette.DrawerBackground = tokens.Surface;
        palette.DrawerText = tokens.Ink;
        palette.DrawerIcon = tokens.InkSoft;
        palette.LinesDefault = tokens.Line;
        palette.LinesInputs = tokens.LineStrong;
        palette.TableLines = tokens.Line;
        palette.TableHover = tokens.SurfaceHover;
        palette.TableStriped = tokens.SurfaceSunken;
        palette.Divider = tokens.Line;
        palette.DividerLight = tokens.Line;
        palette.Skeleton = tokens.SurfaceHover;
        return palette;
    }

    private static Typography Typography()
    {
        var typography = new Typography();
        foreach (var style in new BaseTypography[]
        {
            typography.Default, typography.H1, typography.H2, typography.H3, typography.H4, typography.H5, typography.H6, typography.Subtitle1,
            typography.Subtitle2, typography.Body1, typography.Body2, typography.Button, typography.Caption, typography.Overline,
        })
        {
            style.FontFamily = Font;
            style.LetterSpacing = "normal";
        }

        typography.Button.TextTransform = "none";
        typography.Button.FontWeight = "600";
        typography.Body1.FontSize = typography.Body2.FontSize = "0.875rem";
        return typography;
    }

    /// <summary>The colours of one theme; <c>AccentFill</c> is <c>--accent-fill</c>.</summary>
    internal sealed record Tokens
    {
        public static Tokens Light { get; } = new()
        {
            Page = "#fbfaf8",
            Surface = "#ffffff",
            SurfaceSunken = "#f3f1ed",
            SurfaceHover = "#f1eeea",
            SurfaceInverse = "#17151f",
            Ink = "#17151f",
            InkSoft = "#5a5666",
            InkInverse = "#ffffff",
            Line = "#e5e1db",
            LineStrong = "#8b8697",
            AccentFill = "#4b36dd",
            AccentFillHover = "#3a27bd",
            AccentInk = "#3824b4",
            OnAccent = "#ffffff",
            Success = "#0a6638",
            Warning = "#854700",
            Danger = "#b01c1a",
            Info = "#1a4c8d",
        };

        public static Tokens Dark { get; } = new()
        {
            Page = "#100f15",
            Surface = "#1a1922",
            SurfaceSunken = "#0b0a0f",
            SurfaceHover = "#26242f",
            SurfaceInverse = "#f3f1f7",
            Ink = "#f4f2f8",
            InkSoft = "#b0abbd",
            InkInverse = "#17151f",
            Line = "#312e3b",
            LineStrong = "#777187",
            AccentFill = "#a99cff",
            AccentFillHover = "#bdb3ff",
            AccentInk = "#d0c8ff",
            OnAccent = "#140d3a",
            Success = "#7fdca5",
            Warning = "#f6c26b",
            Danger = "#ff9d96",
            Info = "#99c4ff",
        };

        public required MudColor Page { get; init; }

        public required MudColor Surface { get; init; }

        public required MudColor SurfaceSunken { get; init; }

        public required MudColor SurfaceHover { get; init; }

        public required MudColor SurfaceInverse { get; init; }

        public required MudColor Ink { get; init; }

        public required MudColor InkSoft { get; init; }

        public required MudColor InkInverse { get; init; }

        public required MudColor Line { get; init; }

        public required MudColor LineStrong { get; init; }

        public required MudColor AccentFill { get; init; }

        public required MudColor AccentFillHover { get; init; }

        public required MudColor AccentInk { get; init; }

        public required MudColor OnAccent { get; init; }

        public required MudColor Success { get; init; }

        public required MudColor Warning { get; init; }

        public required MudColor Danger { get; init; }

        public required MudColor Info { get; init; }
    }
}
