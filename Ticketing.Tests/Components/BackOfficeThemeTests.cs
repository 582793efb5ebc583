using System.Text.RegularExpressions;
using MudBlazor;
using MudBlazor.Utilities;
using Ticketing.App.BackOffice;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Components;

/// <summary>The component library's theme uses the design tokens only.</summary>
public sealed partial class BackOfficeThemeTests
{
    [Fact]
    public void Colours_OfTheTheme_EqualTheTokens()
    {
        var tokens = Token().Matches(Repository.Read("Ticketing.App/wwwroot/css/tokens.css"))
            .ToDictionary(match => match.Groups["name"].Value, match => (Light: match.Groups["light"].Value, Dark: match.Groups["dark"].Value));

        var colours = typeof(BackOfficeTheme.Tokens).GetProperties().Where(property => property.PropertyType == typeof(MudColor)).ToList();
        Assert.NotEmpty(colours);
        Assert.All(colours, property =>
        {
            var token = tokens[Hump().Replace(property.Name, "-$0").TrimStart('-').ToLowerInvariant()];
            Assert.Equal(new MudColor(token.Light), property.GetValue(BackOfficeTheme.Tokens.Light));
            Assert.Equal(new MudColor(token.Dark), property.GetValue(BackOfficeTheme.Tokens.Dark));
        });
    }

    [Fact]
    public void Palettes_OfTheTheme_UseTheTokens()
    {
        var (light, dark) = (BackOfficeTheme.Light, BackOfficeTheme.Dark);

        Assert.Equal(BackOfficeTheme.Tokens.Light.AccentFill, light.PaletteLight.Primary);
        Assert.Equal(BackOfficeTheme.Tokens.Light.Ink, light.PaletteLight.TextPrimary);
        Assert.Equal(BackOfficeTheme.Tokens.Dark.AccentFill, dark.PaletteDark.Primary);
        Assert.Equal(BackOfficeTheme.Tokens.Dark.Surface, dark.PaletteDark.Surface);
        Assert.NotEqual(light.PseudoCss.Scope, dark.PseudoCss.Scope);
    }

    [GeneratedRegex(@"--(?<name>[\w-]+): light-dark\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\)")]
    private static partial Regex Token();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Hump();
}
