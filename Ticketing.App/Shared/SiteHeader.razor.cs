using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Shared;

/// <summary>The head of every page: the way home, the search, the account.</summary>
public sealed partial class SiteHeader(NavigationManager navigation)
{
    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri);

    // From the pages of the account itself one does not come back to them.
    private string? SignInReturn => Here is AppUrls.Home || Here.StartsWith(AppUrls.Account, StringComparison.Ordinal) ? null : Here;

    internal static string NameOf(CultureInfo language) => language.TextInfo.ToTitleCase(language.NativeName);

    internal static bool IsCurrent(CultureInfo language) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == language.TwoLetterISOLanguageName;
}
