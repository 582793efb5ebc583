namespace Ticketing.Core.Catalog;

/// <summary>The site's categories, as in <see cref="Event.Category"/> and in URLs.</summary>
public static class Categories
{
    public const string Concert = "concert";
    public const string Theatre = "theatre";
    public const string Classical = "classical";
    public const string Comedy = "comedy";
    public const string Sport = "sport";
    public const string Festival = "festival";
    public const string Family = "family";
    public const string Dance = "dance";
    public const string Talk = "talk";

    /// <summary>In display order.</summary>
    public static IReadOnlyList<string> All { get; } = [Concert, Theatre, Classical, Comedy, Sport, Festival, Family, Dance, Talk];
}
