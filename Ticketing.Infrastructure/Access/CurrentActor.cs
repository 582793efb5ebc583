using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.Infrastructure.Access;

/// <summary>
/// Reads the current caller. Name, address, roles and memberships come from the database, because a cookie may be weeks old and a circuit
/// outlives its session.
/// </summary>
public sealed class CurrentActor(NpgsqlDataSource database, SignIns signIns, IHttpContextAccessor httpContext)
{
    private (ClaimsPrincipal Principal, Caller Caller)? _ofRequest;

    /// <summary>The caller of the current HTTP request, cached per principal; a guest outside of a request.</summary>
    public async ValueTask<Caller> ReadAsync(CancellationToken cancellationToken)
    {
        if (httpContext.HttpContext is not { } context)
        {
            return Caller.Guest;
        }

        if (_ofRequest is not { } last || !ReferenceEquals(last.Principal, context.User))
        {
            _ofRequest = last = (context.User, await ReadAsync(context.User, cancellationToken));
        }

        return last.Caller;
    }

    /// <summary>
    /// The caller of <paramref name="principal"/>, for circuits; a guest once the session has ended. Not cached, because a circuit may outlive
    /// a role or a membership.
    /// </summary>
    public async ValueTask<Caller> ReadAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (AccountClaims.KeyCaller(principal) is { } key)
        {
            return key;
        }

        if (AccountClaims.User(principal) is not { } user)
        {
            return Caller.Guest;
        }

        if (AccountClaims.Session(principal) is not null)
        {
            return await signIns.FindAsync(principal, cancellationToken) is { } owner
                ? (await Memberships.ReadAsync(database, user, cancellationToken)).ApplyTo(new Caller(
                    user, owner.Name, owner.Email, owner.EmailConfirmed,
                    new HashSet<string>(owner.Roles, StringComparer.Ordinal) { Roles.Buyer }, Caller.Guest.Memberships)
                {
                    ProvedAt = owner.ProvedAt,
                })
                : Caller.Guest;
        }

        // An API token's claims were read from the database for this request.
        return (await Memberships.ReadAsync(database, user, cancellationToken)).ApplyTo(new Caller(
            user,
            principal.FindFirstValue(ClaimTypes.Name) ?? "",
            principal.FindFirstValue(ClaimTypes.Email) ?? "",
            principal.HasClaim(AccountClaims.EmailVerified, "true"),
            principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            Caller.Guest.Memberships));
    }
}
