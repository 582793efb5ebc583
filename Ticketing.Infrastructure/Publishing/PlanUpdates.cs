using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Publishing.Plans;
using Ticketing.Infrastructure.Publishing.Publish;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>
/// Applies newer versions of plans to dates that are on sale. Locks like a publication (<see cref="Publication"/>). Seats are only added,
/// behind the numbers that there are; the sale goes on meanwhile.
/// </summary>
public sealed class PlanUpdates(
    IDbContextFactory<TicketingDbContext> contexts, PlanUpdateReader reader, Publication publication, SeatFeed feed, CommandCounter limits,
    TimeProvider time)
{
    private const int DatesMax = 200;

    /// <summary>The dates to come that are sold by a plan, by start, at most 200. Null: there is no such plan, or the caller may not change it.</summary>
    public async Task<IReadOnlyList<PlanDate>?> DatesAsync(OrganizationId organization, SeatingPlanId plan, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(organization) || !await PublishedPlans.ExistsAsync(db, plan, organization, cancellationToken))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var compiled = PublishedPlans.CompiledOf(db, plan);
        var found = await db.Set<PerformanceFacts>().AsNoTracking()
            .Where(date => date.OrganizationId == organization && compiled.Contains(date.CompiledPlanId) && date.EndsAt > now)
            .OrderBy(date => date.StartsAt).ThenBy(date => date.Id).Take(DatesMax)
            .Select(date => new { date.Id, date.EventId, date.EventTitle, date.StartsAt, date.TimeZone }).ToListAsync(cancellationToken);
        var dates = new List<PlanDate>();
        var known = new CompiledVersions();
        foreach (var of in found.GroupBy(date => date.EventId))
        {
            var stored = await EventStore.FindAsync(db, of.Key, cancellationToken);
            foreach (var date in of)
            {
                if (stored?.Performances.SingleOrDefault(each => each.Id == date.Id) is { } performance && CanChange(stored, performance, now))
                {
                    var newer = await reader.FindAsync(db, stored, performance, cancellationToken, known);
                    if (newer is null || newer.Plan == plan)
                    {
                        dates.Add(new PlanDate(date.Id, date.EventTitle, date.StartsAt, date.TimeZone, newer is null));
                    }
                }
            }
        }

        return [.. dates.OrderBy(date => date.StartsAt)];
    }

    /// <summary>What would change of a date.</summary>
    public async Task<Outcome<PlanUpdate, RefusedPlanUpdate>> PreviewAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EventStore.FindOwnerAsync(db, performance, cancellationToken) is not { } owner || !caller.Runs(owner.Organization, owner.Event)
            || await EventStore.FindAsync(db, owner.Event, cancellationToken) is not { } stored)
        {
            return new RefusedPlanUpdate(PlanUpdateRefusal.NotFound);
        }

        var found = await FindAsync(db, stored, performance, cancellationToken);
        return found.Succeeded ? found.Value.Update : found.Refusal;
    }

    /// <summary>What was changed.</summary>
    public async Task<Outcome<PlanUpdate, RefusedPlanUpdate>> HandleAsync(ApplyPlanUpdate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EventStore.FindOwnerAsync(db, command.Performance, cancellationToken) is not { } owner || !caller.Runs(owner.Organization, owner.Event))
        {
            return new RefusedPlanUpdate(PlanUpdateRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.EventChanges, caller))
        {
            return new RefusedPlanUpdate(PlanUpdateRefusal.TooOften);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(db, owner.Organization, cancellationToken);
        var stored = await EventStore.LockAsync(db, owner.Event, cancellationToken);
        var found = await FindAsync(db, stored!, command.Performance, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        var (newer, update) = found.Value;
        var (plan, from, to) = (newer.Plan, newer.From, newer.To);
        if (update.Blocks.Count > 0 || update.Hash != command.Hash)
        {
            return new RefusedPlanUpdate(update.Hash != command.Hash ? PlanUpdateRefusal.Outdated : PlanUpdateRefusal.Blocked, update);
        }

        var now = time.GetDatabaseNow();
        await PublishedPlans.StoreAsync(db, to, plan, update.Version, now, cancellationToken);
        var date = stored!.Performances.Single(each => each.Id == command.Performance);
        (date.CompiledPlanId, date.SeatCount) = (to.Id, to.PlaceCount);
        PublishingLog.AddDate(
            db, "performance.plan-changed", date.Id, owner.Organization, new { plan = plan.Value, update.Version, from = from.Id, to = to.Id, update.Added },
            new { plan = from.Id, seats = from.PlaceCount },
            new { plan = to.Id, update.Version, seats = to.PlaceCount, update.Added, update.Moved, update.OtherCategory, update.OtherKind }, caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        if (to.PlaceCount > from.PlaceCount)
        {
            await NewSeats.AddAsync(db, [date.Id], to.PlaceCount, cancellationToken, from.PlaceCount);
        }

        await transaction.CommitAsync(cancellationToken);
        publication.Announce([date.Id]);
        await feed.GrowAsync(date.Id, cancellationToken);
        return update;
    }

    private async Task<Outcome<(NewerPlan Newer, PlanUpdate Update), RefusedPlanUpdate>> FindAsync(
        TicketingDbContext db, StoredEvent stored, PerformanceId performance, CancellationToken cancellationToken)
    {
        var date = stored.Performances.Single(each => each.Id == performance);
        if (!CanChange(stored, date, time.GetUtcNow()))
        {
            return new RefusedPlanUpdate(PlanUpdateRefusal.WrongState);
        }

        return await reader.FindAsync(db, stored, date, cancellationToken) is { } newer
            ? (newer, await reader.CompareAsync(stored, date, newer, cancellationToken))
            : new RefusedPlanUpdate(PlanUpdateRefusal.NothingNewer);
    }

    private static bool CanChange(StoredEvent stored, Performance date, DateTimeOffset now) =>
        stored.Event.Status is EventStatus.Published or EventStatus.Hidden && StoredEvent.IsAhead(date, now);
}
