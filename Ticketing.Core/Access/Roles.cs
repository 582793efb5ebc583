namespace Ticketing.Core.Access;

/// <summary>Site-wide roles. Permissions within an organization come from memberships.</summary>
public static class Roles
{
    /// <summary>Everyone with an account.</summary>
    public const string Buyer = "buyer";

    /// <summary>Sells for the organizations it is a member of.</summary>
    public const string Organizer = "organizer";

    /// <summary>Serves buyers of the organizations it is a member of: finds orders, refunds, resends.</summary>
    public const string Staff = "staff";

    /// <summary>Runs the site: sees every organization.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Buyer, Organizer, Staff, Admin];

    /// <summary>The roles that have a page in the back office.</summary>
    public static IReadOnlyList<string> OfTheBackOffice { get; } = [Organizer, Staff, Admin];
}
