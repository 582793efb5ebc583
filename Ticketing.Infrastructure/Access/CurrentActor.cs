using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Access;

/// <summary>
/// Reads the current caller. Memberships come from the database, because a cookie may be weeks old.
/// </summary>
public sealed class CurrentActor(NpgsqlDataSource database, IHttpContextAccessor httpContext)
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
    /// The caller of <paramref name="principal"/>, for circuits. Not cached, because a circuit may outlive a membership.
    /// </summary>
    public async ValueTask<Caller> ReadAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (AccountClaims.User(principal) is not { } user)
        {
            return Caller.Guest;
        }

        return new Caller(
            user,
            principal.FindFirstValue(ClaimTypes.Name) ?? "",
            principal.FindFirstValue(ClaimTypes.Email) ?? "",
            principal.HasClaim(AccountClaims.EmailVerified, "true"),
            principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            await Memberships.ReadAsync(database, user, cancellationToken));
    }
}
