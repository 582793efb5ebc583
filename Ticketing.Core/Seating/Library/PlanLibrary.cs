using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// The plans that organizations start from. Each is generated from a few measures, so that its seats are evenly spaced. A template is
/// always the same: two copies with one name compile to the same plan.
/// </summary>
public static class PlanLibrary
{
    public const string Theatre = "theatre";
    public const string ConcertHall = "concert-hall";
    public const string Arena = "arena";
    public const string Club = "club";
    public const string Cabaret = "cabaret";
    public const string Studio = "studio";
    public const string Stadium = "stadium";

    /// <summary>All templates, in the order in which they are offered: from the small to the large.</summary>
    public static IReadOnlyList<PlanTemplate> All { get; } =
    [
        new(Studio, "Studio theatre", "Straight rows with an aisle in the middle, wheelchair places in the first row.", 96),
        new(Cabaret, "Cabaret", "30 round tables in four arcs around a small stage.", 156),
        new(Club, "Club", "A standing floor in front of the stage and two seated rows on a mezzanine.", 340),
        new(Theatre, "Playhouse", "Curved stalls, a balcony and slips along the walls in front of a proscenium stage.", 420),
        new(ConcertHall, "Concert hall", "Stalls, rear balcony, side galleries and choir seats behind the orchestra.", 1_208),
        new(Arena, "Arena", "Two seated tiers around a standing floor with the stage at one end.", 8_032),
        new(Stadium, "Stadium", "One tier with 32 sections on all sides of the pitch.", 19_898),
    ];

    /// <summary>The template with this key; null: there is none.</summary>
    public static PlanTemplate? Find(string? key) => All.FirstOrDefault(template => template.Key == key);

    /// <summary>A new document of a template.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such template.</exception>
    public static PlanDocument Document(string key) => key switch
    {
        Theatre => TheatrePlan.Create(),
        ConcertHall => ShoeboxHallPlan.Create(),
        Arena => BowlArenaPlan.Create(),
        Club => ClubPlan.Create(),
        Cabaret => CabaretPlan.Create(),
        Studio => StudioPlan.Create(),
        Stadium => StadiumPlan.Create(),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "There is no such template."),
    };
}
