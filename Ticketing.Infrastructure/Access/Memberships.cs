using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access;

/// <summary>In which organizations an account has which role.</summary>
internal static class Memberships
{
    public static async Task<Dictionary<OrganizationId, MemberRole>> ReadAsync(
        NpgsqlDataSource database, UserId user, CancellationToken cancellationToken)
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

    /// <summary>The accounts with a role in an organization.</summary>
    public static Task<List<UserId>> ReadUsersAsync(
        TicketingDbContext db, OrganizationId organization, MemberRole role, CancellationToken cancellationToken) =>
        db.Members.Where(member => member.OrganizationId == organization && member.Role == role)
            .Select(member => member.UserId).ToListAsync(cancellationToken);

    public static Task<int> RemoveAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken) =>
        db.Members.Where(member => member.UserId == user).ExecuteDeleteAsync(cancellationToken);
}
