using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Sets an account's roles at the site; its sessions end. Idempotent.</summary>
public sealed record SetSiteRoles(UserId User, bool IsStaff, bool IsAdmin, Caller Caller);

public enum SiteRolesRefusal
{
    /// <summary>There is no such account, or the caller is no admin.</summary>
    NotFound,

    /// <summary>The session has no recent proof that its holder is present.</summary>
    ProofNeeded,

    /// <summary>The site keeps an admin: this one is the last.</summary>
    LastAdmin,
}
