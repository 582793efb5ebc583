namespace Ticketing.App.Shared;

/// <summary>The addresses of promo campaigns.</summary>
public static partial class AppUrls
{
    /// <summary>The campaigns of an organization.</summary>
    public static string OrganizerPromos(string slug) => OrganizerHome(slug) + "/promos";

    /// <summary>A page of the campaigns.</summary>
    /// <param name="before">The last campaign of the page before.</param>
    public static string OrganizerPromosBefore(string slug, Guid before) => WithQuery(OrganizerPromos(slug), ("before", before.ToString()));

    /// <summary>A campaign with its codes.</summary>
    /// <param name="search">A part of a code; empty: all.</param>
    /// <param name="after">The last code of the page before; null: the first page.</param>
    public static string OrganizerPromo(string slug, Guid campaign, string search = "", string? after = null) => WithQuery(
        $"{OrganizerPromos(slug)}/{campaign}", ("q", search.Length > 0 ? search : null), ("after", after));

    /// <summary>All codes of a campaign as a CSV file.</summary>
    public static string OrganizerPromoCodes(string slug, Guid campaign) => $"{OrganizerPromos(slug)}/{campaign}/codes.csv";

    internal const string OrganizerPromoCodesPattern = Organizer + "/{slug}/promos/{campaign:guid}/codes.csv";

    public static string ApiCampaign(Guid organization, Guid campaign) => $"{ApiOrganizations}/{organization}/campaigns/{campaign}";

    /// <summary>An event's page whose links carry a promo code to the checkout.</summary>
    public static string EventWithPromo(string slug, string code) => WithQuery(Event(slug), (PromoQuery, code));

    /// <summary>The seats of a performance, with a promo code for the checkout.</summary>
    /// <param name="code">Null: none.</param>
    public static string PerformanceWithPromo(Guid id, string? code) => WithQuery(Performance(id), (PromoQuery, code));

    internal const string PromoQuery = "promo";
}
