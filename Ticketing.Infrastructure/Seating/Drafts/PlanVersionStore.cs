using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating.Drafts;

/// <summary>A version to save.</summary>
/// <param name="By">The account; null: an API key.</param>
/// <param name="Name">Null: without one.</param>
/// <param name="Places">Null: not counted.</param>
/// <param name="Parent">The version whose document was restored; null: the draft's base.</param>
/// <param name="Compiled">Null: it is not published.</param>
internal sealed record NewVersion(
    PlanVersionKind Kind, UserId? By, string? Name = null, int? Places = null, int? Parent = null, CompiledPlan? Compiled = null);

/// <summary>Rows of versions, and of the compiled plans that they name. The caller has locked the draft.</summary>
internal static class PlanVersionStore
{
    // Versions saved by themselves: all of the last hour, the newest of each hour of a day and of each day of a month.
    private static readonly TimeSpan AllKept = TimeSpan.FromHours(1);
    private static readonly TimeSpan HourlyKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan DailyKept = TimeSpan.FromDays(30);

    /// <summary>Saves the draft as its next version, and counts it as saved; writes the rows.</summary>
    public static async Task<SeatingPlanVersion> AddAsync(
        TicketingDbContext db, StoredPlanDraft draft, NewVersion added, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = await db.SeatingPlanVersions.Where(version => version.SeatingPlanId == draft.SeatingPlanId)
            .MaxAsync(version => (int?)version.Version, cancellationToken) ?? 0;
        var saved = new SeatingPlanVersion
        {
            SeatingPlanId = draft.SeatingPlanId,
            Version = newest + 1,
            Document = draft.Document,
            SavedAt = now,
            Kind = added.Kind,
            Name = added.Name,
            SavedBy = added.By,
            Places = added.Places,
            ParentVersion = (added.Parent ?? draft.BaseVersion) is var from and > 0 ? from : null,
            Revision = draft.Revision,
            CompiledPlanId = added.Compiled?.Id,
        };
        db.Add(saved);
        (draft.BaseVersion, draft.SavedRevision) = (saved.Version, draft.Revision);
        await db.SaveChangesAsync(cancellationToken);
        if (added.Compiled is { } compiled)
        {
            await StoreAsync(db, compiled, draft.SeatingPlanId, saved.Version, now, cancellationToken);
        }

        return saved;
    }

    /// <summary>Stores a compiled plan unless another version has the same content.</summary>
    public static Task StoreAsync(
        TicketingDbContext db, CompiledPlan compiled, SeatingPlanId plan, int version, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO compiled_plans (id, seating_plan_id, version, seat_count, data, geometry, compiled_at)
            VALUES ({compiled.Id}, {plan.Value}, {version}, {compiled.PlaceCount}, {compiled.ToBytes()}, {compiled.ToGeometryJson()}, {now})
            ON CONFLICT (id) DO NOTHING
            """, cancellationToken);

    /// <summary>Saves what has changed since the newest version, before something that replaces it.</summary>
    public static Task SaveUnsavedAsync(
        TicketingDbContext db, StoredPlanDraft draft, UserId? by, DateTimeOffset now, CancellationToken cancellationToken) =>
        draft.Revision > draft.SavedRevision
            ? AddAsync(db, draft, new NewVersion(PlanVersionKind.Auto, by), now, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Saves a version if the newest is older than <see cref="PlanEditing.VersionInterval"/>, and thins out older ones.</summary>
    public static async Task SaveIfDueAsync(
        TicketingDbContext db, StoredPlanDraft draft, UserId? by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = now - PlanEditing.VersionInterval;
        if (await db.SeatingPlanVersions.AnyAsync(version => version.SeatingPlanId == draft.SeatingPlanId && version.SavedAt > due, cancellationToken))
        {
            return;
        }

        await AddAsync(db, draft, new NewVersion(PlanVersionKind.Auto, by), now, cancellationToken);
        await ThinOutAsync(db, draft.SeatingPlanId, now, cancellationToken);

        // Editors who were offline for longer read the document again.
        var forgotten = now - PlanEditing.ChangesKept;
        await db.Set<StoredPlanChange>().Where(change => change.SeatingPlanId == draft.SeatingPlanId && change.At < forgotten)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task ThinOutAsync(TicketingDbContext db, SeatingPlanId plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var versions = await db.SeatingPlanVersions.AsNoTracking()
            .Where(version => version.SeatingPlanId == plan && version.Kind == PlanVersionKind.Auto && version.CompiledPlanId == null)
            .OrderByDescending(version => version.Version)
            .Select(version => new { version.Version, version.SavedAt }).ToListAsync(cancellationToken);
        var kept = new HashSet<long>();
        var thinned = versions.Where(version => !IsKept(version.SavedAt, kept, now)).Select(version => version.Version).ToList();
        if (thinned.Count > 0)
        {
            await db.SeatingPlanVersions.Where(version => version.SeatingPlanId == plan && thinned.Contains(version.Version))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    // Newest first: the first version of a time slot is kept.
    private static bool IsKept(DateTimeOffset savedAt, HashSet<long> slots, DateTimeOffset now) => (now - savedAt) switch
    {
        var age when age <= AllKept => true,
        var age when age <= HourlyKept => slots.Add(savedAt.UtcTicks / TimeSpan.TicksPerHour),
        var age when age <= DailyKept => slots.Add(-savedAt.UtcTicks / TimeSpan.TicksPerDay),
        _ => false,
    };
}
