using System.Data;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;

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
            await ReadMembershipsAsync(user, cancellationToken));
    }

    private async Task<Dictionary<OrganizationId, MemberRole>> ReadMembershipsAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT organization_id, role FROM members WHERE user_id = @user")
            .With("user", user.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<OrganizationId, MemberRole> memberships = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            memberships[new OrganizationId(reader.GetGuid("organization_id"))] = EnumWords.FromWord<MemberRole>(reader.GetString("role"));
        }

        return memberships;
    }
}
