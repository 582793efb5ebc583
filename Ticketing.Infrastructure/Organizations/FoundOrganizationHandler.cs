using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>
/// Handles <see cref="FoundOrganization"/>. Advisory locks, taken in this order, serialise the foundings of an account, so that the limit
/// holds, and those with the same name, so that each gets a slug. The unique index decides between different names that lead to one slug; the
/// loser tries the next one.
/// </summary>
public sealed class FoundOrganizationHandler(
    IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const string SlugIndex = "ix_organizations_slug";
    private const int AttemptsMax = 5;

    public async Task<Outcome<OwnOrganization, RefusedFounding>> HandleAsync(FoundOrganization command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Caller is not { User: { } founder, EmailConfirmed: true })
        {
            return new RefusedFounding(FoundingRefusal.AddressNotConfirmed);
        }

        if (!await limits.TryCountAsync(CommandLimits.OrganizationChanges, command.Caller))
        {
            return new RefusedFounding(FoundingRefusal.TooOften);
        }

        if (command.Faults() is { Count: > 0 } faults)
        {
            return new RefusedFounding(FoundingRefusal.Invalid, faults);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FoundAsync(command, founder, cancellationToken);
            }
            catch (DbUpdateException taken) when (attempt < AttemptsMax
                && taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: SlugIndex })
            {
                // A concurrent founding has taken the slug.
            }
        }
    }

    private async Task<Outcome<OwnOrganization, RefusedFounding>> FoundAsync(
        FoundOrganization command, UserId founder, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"organizations of " + founder}, 0))", cancellationToken);
        var owned = await OrganizationReader.OfAsync(db, await Memberships.ReadOwnedAsync(db, founder, cancellationToken), cancellationToken);
        var limit = PlanLimits.Of(owned.Select(organization => organization.Plan).DefaultIfEmpty(OrganizationPlan.Free).Max()).Organizations;
        if (owned.Count >= limit)
        {
            return new RefusedFounding(FoundingRefusal.LimitReached, [], limit);
        }

        var now = time.GetDatabaseNow();
        var organization = command.ToOrganization(await ChooseSlugAsync(db, command.Name!, cancellationToken), now);
        db.Add(organization);
        var owner = new Member { OrganizationId = organization.Id, UserId = founder, Role = MemberRole.Owner, Since = now };
        Memberships.Add(db, owner);
        OrganizationLog.Add(
            db, "organization.founded", organization.Id, new { id = organization.Id.Value, organization.Slug, founder = founder.Value }, null,
            new { organization.Name, organization.Slug, status = organization.Status.ToWord() }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new OwnOrganization(organization.Id, organization.Name, organization.Slug, owner.Role, organization.Status);
    }

    private static async Task<string> ChooseSlugAsync(TicketingDbContext db, string name, CancellationToken cancellationToken)
    {
        var slug = OrganizationSlug.BaseOf(name);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"organization " + slug}, 0))", cancellationToken);

        // Slugs have no characters that LIKE reads.
        var pattern = slug + "%";
        var taken = await db.Organizations.Where(organization => EF.Functions.Like(organization.Slug, pattern))
            .Select(organization => organization.Slug).ToListAsync(cancellationToken);
        return OrganizationSlug.Choose(name, taken.ToHashSet(StringComparer.Ordinal));
    }
}
