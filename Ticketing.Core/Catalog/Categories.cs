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

    /// <summary>The words by which a category is looked for, English and German, separated by spaces.</summary>
    internal static string ToSearch(string category) => category switch
    {
        Concert => "concert concerts music gig konzert konzerte musik",
        Theatre => "theatre theater play plays drama schauspiel stück",
        Classical => "classical classic music klassik klassische musik konzert",
        Comedy => "comedy comedian stand-up kabarett komödie",
        Sport => "sport sports game match spiel turnier",
        Festival => "festival festivals fest",
        Family => "family kids children familie kinder",
        Dance => "dance ballet tanz ballett",
        Talk => "talk talks reading literature lesung gespräch literatur vortrag",
        _ => category,
    };
}
