using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Shared;

/// <summary>The header of public pages: brand, search, language, account.</summary>
public sealed partial class SiteHeader(NavigationManager navigation)
{
    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri);

    // Account pages are no return target.
    private string? SignInReturn => Here is AppUrls.Home || Here.StartsWith(AppUrls.Account, StringComparison.Ordinal) ? null : Here;

    internal static string NameOf(CultureInfo language) => language.TextInfo.ToTitleCase(language.NativeName);

    internal static bool IsCurrent(CultureInfo language) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == language.TwoLetterISOLanguageName;
}
