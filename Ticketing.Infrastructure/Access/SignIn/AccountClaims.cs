using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Keys;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// The claims of a signed-in principal: id, name, address, whether it is confirmed, roles. Memberships are not claims, because they change.
/// </summary>
public static class AccountClaims
{
    /// <summary><c>true</c> if the address is confirmed (OpenID Connect's name).</summary>
    public const string EmailVerified = "email_verified";

    /// <summary>The id of the session (OpenID Connect's name); API tokens have none.</summary>
    private const string SessionId = "sid";

    // Of an organization's key: its id, its organization, and the areas that the request may use.
    private const string KeyId = "api_key";
    private const string KeyOrganization = "api_key_organization";
    private const string KeyArea = "api_key_area";

    /// <summary>The key of an organization that acts; null: an account or a guest.</summary>
    public static string? Key(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(KeyId);
    }

    /// <summary>The claims of an organization's key.</summary>
    /// <param name="areas">What the request may use.</param>
    public static ClaimsIdentity Identity(ApiKeyOwner owner, IEnumerable<ApiArea> areas, string scheme)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new Claim(KeyId, owner.Key.ToString()));
        identity.AddClaim(new Claim(KeyOrganization, owner.Organization.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, owner.Name));
        identity.AddClaims(areas.Select(area => new Claim(KeyArea, area.ToWord())));
        return identity;
    }

    /// <summary>The caller of an organization's key; null: <paramref name="principal"/> is none.</summary>
    internal static Caller? KeyCaller(ClaimsPrincipal principal) =>
        Guid.TryParse(Key(principal), out var key) && Guid.TryParse(principal.FindFirstValue(KeyOrganization), out var organization)
            ? new Caller(
                null, principal.FindFirstValue(ClaimTypes.Name) ?? "", "", EmailConfirmed: false, new HashSet<string>(),
                new Dictionary<OrganizationId, MemberRole> { [new OrganizationId(organization)] = MemberRole.Manager })
            {
                Key = new ApiKeyRights(
                    key, principal.FindAll(KeyArea).Select(claim => EnumWords.FromWord<ApiArea>(claim.Value)).ToHashSet()),
            }
            : null;

    /// <summary>The session of <paramref name="principal"/>; null for a guest or an API token.</summary>
    public static string? Session(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(SessionId);
    }

    /// <summary>The account of <paramref name="principal"/>; null for a guest.</summary>
    public static UserId? User(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is { IsAuthenticated: true } && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new UserId(id)
            : null;
    }

    /// <summary>The claims of an API token's owner.</summary>
    public static ClaimsIdentity Identity(ApiTokenOwner owner, string scheme)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, owner.User.ToString()));
        AddPerson(identity, owner.Name, owner.Email, owner.EmailConfirmed);
        foreach (var role in owner.Roles)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, role));
        }

        return identity;
    }

    internal static Claim OfSession(string session) => new(SessionId, session);

    internal static void AddSession(ClaimsPrincipal principal, string session) => principal.Identities.First().AddClaim(OfSession(session));

    internal static void AddPerson(ClaimsIdentity identity, string name, string email, bool emailConfirmed)
    {
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(ClaimTypes.Email, email));
        if (!identity.HasClaim(ClaimTypes.Role, Roles.Buyer))
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Roles.Buyer));
        }

        if (emailConfirmed)
        {
            identity.AddClaim(new Claim(EmailVerified, "true", ClaimValueTypes.Boolean));
        }
    }
}

/// <summary>Creates the principal of the session cookie; its name is the holder's, not the address as by default.</summary>
internal sealed class AccountClaimsFactory(
    UserManager<Account> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        foreach (var claim in identity.FindAll(c => c.Type is ClaimTypes.Name or ClaimTypes.Email).ToArray())
        {
            identity.RemoveClaim(claim);
        }

        AccountClaims.AddPerson(identity, user.Name, user.Email ?? "", user.EmailConfirmed);
        return identity;
    }
}
