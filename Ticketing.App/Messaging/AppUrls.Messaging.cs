namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    /// <summary>The page of facts on their way.</summary>
    public const string AdminEvents = Admin + "/events";

    /// <summary>Module that says whether the page is visible.</summary>
    public const string VisibleScript = "/js/backoffice/visible.js";
}
