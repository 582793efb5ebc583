using Microsoft.Extensions.Localization;

namespace Ticketing.App.Shared.SitePages;

/// <summary>Names of the owner's pages in links.</summary>
internal static class SitePageTexts
{
    public static string Title(IStringLocalizer<Texts> L, SitePage page) => page switch
    {
        SitePage.Terms => L["Terms"],
        SitePage.Privacy => L["Privacy"],
        SitePage.Imprint => L["Imprint"],
        SitePage.Help => L["Help"],
        SitePage.Contact => L["Contact"],
    };
}
