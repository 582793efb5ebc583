using Ticketing.App.Shared.SitePages;
using Ticketing.Core.Common;

namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    /// <summary>A page that the site's owner writes.</summary>
    public static string Owner(SitePage page) => "/" + page.ToWord();
}
