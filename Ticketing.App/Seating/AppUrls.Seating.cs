namespace Ticketing.App.Shared;

/// <summary>The addresses of organizers' seating plans.</summary>
public static partial class AppUrls
{
    /// <summary>The library of plans.</summary>
    public const string ApiPlanTemplates = ApiOrganizer + "/plan-templates";

    /// <summary>The route of an organization's plans.</summary>
    public const string ApiPlansRoute = ApiOrganizations + "/{id:guid}/plans";

    /// <summary>The plans of one venue of an organization.</summary>
    public static string ApiPlans(Guid organization, Guid venue) =>
        WithQuery($"{ApiOrganizations}/{organization}/plans", ("venue", venue.ToString()));

    /// <summary>The route of one plan of an organization.</summary>
    public const string ApiPlanRoute = ApiPlansRoute + "/{plan:guid}";

    /// <summary>The script of the seating designer.</summary>
    public const string DesignerScript = "/js/designer/index.js";

    /// <summary>A plan of an organization, over the API; the designer's addresses are below it.</summary>
    public static string ApiPlan(Guid organization, Guid plan) => $"{ApiOrganizations}/{organization}/plans/{plan}";

    /// <summary>A version of a plan.</summary>
    public static string ApiPlanVersion(Guid organization, Guid plan, int number) => $"{ApiPlan(organization, plan)}/versions/{number}";

    /// <summary>The seating plans of an organization.</summary>
    public static string OrganizerPlans(string slug) => OrganizerHome(slug) + "/plans";

    /// <summary>The seating plans of one venue, ready to start another one.</summary>
    public static string OrganizerPlansOf(string slug, Guid venue) => WithQuery(OrganizerPlans(slug), ("venue", venue.ToString()));

    /// <summary>The designer with a plan.</summary>
    public static string OrganizerPlan(string slug, Guid plan) => $"{OrganizerPlans(slug)}/{plan}";
}
