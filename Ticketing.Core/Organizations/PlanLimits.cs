namespace Ticketing.Core.Organizations;

/// <summary>What a subscription allows at most. A downgrade removes nothing, it refuses new ones.</summary>
/// <param name="Organizations">Organizations that an account owns.</param>
/// <param name="Plans">Seating plans of an organization.</param>
/// <param name="EventsOnSale">Events of an organization that are on sale at the same time.</param>
/// <param name="DatesPerEvent">Performances of an event.</param>
/// <param name="MailsPerDay">Messages to buyers within a day.</param>
public sealed record PlanLimits(int Organizations, int Plans, int EventsOnSale, int DatesPerEvent, int MailsPerDay)
{
    public static PlanLimits Of(OrganizationPlan plan) => plan switch
    {
        OrganizationPlan.Free => new PlanLimits(3, 5, 1, 5, 500),
        OrganizationPlan.Pro => new PlanLimits(10, 25, 10, 52, 20_000),
        OrganizationPlan.Enterprise => new PlanLimits(100, 200, 1_000, 200, 500_000),
    };
}
