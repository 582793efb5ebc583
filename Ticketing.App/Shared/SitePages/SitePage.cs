namespace Ticketing.App.Shared.SitePages;

/// <summary>The pages that the site's owner writes. Each is a file per language: <c>terms.en.md</c>.</summary>
public enum SitePage
{
    Terms,
    Privacy,

    /// <summary>Who runs the site; mandatory in Germany and Austria.</summary>
    Imprint,

    Help,
    Contact,
}
