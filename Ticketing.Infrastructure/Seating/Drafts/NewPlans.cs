using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;
using Subscription = Ticketing.Core.Organizations.PlanLimits;

namespace Ticketing.Infrastructure.Seating.Drafts;

/// <summary>What a plan was made from, for the fact and the audit log.</summary>
/// <param name="Template">A template's key; null: none.</param>
/// <param name="CopyOf">Another plan; null: none.</param>
internal sealed record PlanOrigin(string? Template = null, Guid? CopyOf = null);

/// <summary>
/// Adds plans. They are counted under an advisory lock of the organization, so that the limit of its subscription holds; plan, version and
/// compiled plan are written in one transaction.
/// </summary>
internal static class NewPlans
{
    /// <param name="compiled">Null: the plan is not published; its only version is a draft's.</param>
    public static async Task<Outcome<SeatingPlan, PlanRefusal>> AddAsync(
        IDbContextFactory<TicketingDbContext> contexts, OrganizationId id, VenueId venue, PlanDocument document, CompiledPlan? compiled,
        PlanOrigin origin, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"seating plans of " + id}, 0))", cancellationToken);
        var organization = await OrganizationReader.GetAsync(db, id, cancellationToken);
        var count = await db.SeatingPlans.CountAsync(plan => plan.OrganizationId == id, cancellationToken);
        if (count >= Subscription.Of(organization.Plan).Plans)
        {
            return PlanRefusal.LimitReached;
        }

        var plan = new SeatingPlan { Id = SeatingPlanId.New(), OrganizationId = id, VenueId = venue, Name = document.Name };
        db.Add(plan);
        db.Add(new SeatingPlanVersion
        {
            SeatingPlanId = plan.Id,
            Version = 1,
            Document = PlanDocumentJson.Write(document),
            SavedAt = now,
            Kind = compiled is null ? PlanVersionKind.Auto : PlanVersionKind.Published,
            SavedBy = actor.Id,
            Places = compiled?.PlaceCount,
            Revision = 0,
            CompiledPlanId = compiled?.Id,
        });
        OrganizationLog.Add(
            db, "plan.created", id, new { id = plan.Id.Value, venue = venue.Value, origin.Template, origin.CopyOf }, null,
            new { plan.Name, venue = venue.Value, origin.Template, origin.CopyOf, seats = compiled?.PlaceCount ?? 0 }, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        if (compiled is not null)
        {
            await PlanVersionStore.StoreAsync(db, compiled, plan.Id, 1, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return plan;
    }
}
