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
}
