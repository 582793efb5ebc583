namespace Ticketing.Core.Access;

/// <summary>Site-wide roles. Permissions within an organization come from memberships alone (<see cref="Member"/>).</summary>
public static class Roles
{
    /// <summary>Everyone with an account.</summary>
    public const string Buyer = "buyer";

    /// <summary>Works for the site; whose buyers it serves is decided by its memberships.</summary>
    public const string Staff = "staff";

    /// <summary>Runs the site: sees every organization.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Buyer, Staff, Admin];
}
