using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Organizations.Followers;

/// <summary>Organizers that accounts follow. An account reads and changes its own only.</summary>
public sealed class OrganizerFollowers(
    IDbContextFactory<TicketingDbContext> contexts, FollowerTokens tokens, CommandCounter limits, TimeProvider time)
{
    /// <summary>Whether the caller follows an organizer.</summary>
    public async Task<bool> FollowsAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.User is not { } user)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Follower>().AnyAsync(row => row.UserId == user && row.OrganizationId == organization, cancellationToken);
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<FollowedOrganizer>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.User is not { } user)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from follower in db.Set<Follower>().AsNoTracking()
            join organization in db.Organizations on follower.OrganizationId equals organization.Id
            where follower.UserId == user
            orderby organization.Name, organization.Slug
            select new FollowedOrganizer(
                organization.Id, organization.Name, organization.Slug, organization.Status == OrganizationStatus.Approved, follower.Since,
                follower.Notify)).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<bool, FollowRefusal>> HandleAsync(FollowOrganizer command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Caller.User is not { } user)
        {
            return FollowRefusal.SignInNeeded;
        }

        if (!await limits.TryCountAsync(CommandLimits.Follows, command.Caller))
        {
            return FollowRefusal.TooOften;
        }

        var (organization, now) = (command.Organization, time.GetDatabaseNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!command.Follow)
        {
            await db.Set<Follower>().Where(row => row.UserId == user && row.OrganizationId == organization)
                .ExecuteDeleteAsync(cancellationToken);
            return false;
        }

        if (!await db.Organizations.AnyAsync(
            row => row.Id == organization && row.Status == OrganizationStatus.Approved, cancellationToken))
        {
            return FollowRefusal.NotFound;
        }

        if (await db.Set<Follower>().CountAsync(row => row.UserId == user, cancellationToken) >= Follower.PerAccountMax)
        {
            return FollowRefusal.TooMany;
        }

        // Who has stopped the mails gets none about another organizer either.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO followers (user_id, organization_id, since, notify, news_until)
            VALUES ({user.Value}, {organization.Value}, {now},
              NOT EXISTS (SELECT 1 FROM followers f WHERE f.user_id = {user.Value} AND NOT f.notify), {now})
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        return true;
    }

    /// <returns>False: the caller has no account.</returns>
    public async Task<bool> HandleAsync(SetFollowerMails command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Caller.User is not { } user)
        {
            return false;
        }

        await SetAsync(user, command.Notify, cancellationToken);
        return true;
    }

    /// <summary>Stops the mails by the link of one of them.</summary>
    /// <returns>False: the link is not one of this site.</returns>
    public async Task<bool> StopMailsAsync(string? token, CancellationToken cancellationToken)
    {
        if (await tokens.ReadAsync(token, cancellationToken) is not { } user)
        {
            return false;
        }

        await SetAsync(user, notify: false, cancellationToken);
        return true;
    }

    // What was published while the mails were off is not mailed later.
    private async Task SetAsync(UserId user, bool notify, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<Follower>().Where(row => row.UserId == user && row.Notify != notify).ExecuteUpdateAsync(
            row => row.SetProperty(follower => follower.Notify, notify).SetProperty(follower => follower.NewsUntil, now), cancellationToken);
    }
}
