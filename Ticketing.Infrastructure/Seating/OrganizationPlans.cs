using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>
/// An organization's seating plans as events can have them: in their newest published versions. Compiled plans are shared by content.
/// </summary>
public sealed class OrganizationPlans(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationContexts reads, OrganizationVenues venues, CommandCounter limits,
    TimeProvider time)
{
    private const int SummariesMax = 5_000;

    // Of compiled plans, which are immutable. Without the seats: a list must not load every plan of an organization again.
    private readonly ConcurrentDictionary<string, Summary> _summaries = new(StringComparer.Ordinal);

    /// <summary>By name. Empty for an organization whose sales the caller does not run.</summary>
    /// <param name="venue">Null: of all venues.</param>
    public async Task<IReadOnlyList<PlanChoice>> ListAsync(
        OrganizationId organization, VenueId? venue, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = reads.ForRunner(caller);
        var plans = db.SeatingPlans.AsNoTracking().Where(plan => plan.OrganizationId == organization);
        if (venue is { } at)
        {
            plans = plans.Where(plan => plan.VenueId == at);
        }

        var rows = await Latest(db, plans).ToListAsync(cancellationToken);
        List<PlanChoice> choices = new(rows.Count);
        foreach (var row in rows)
        {
            if (await ChoiceOfAsync(row, cancellationToken) is { } choice)
            {
                choices.Add(choice);
            }
        }

        return choices;
    }

    /// <summary>For code that has judged the caller. Null: the organization has no such plan, or it was never compiled.</summary>
    public async Task<PlanChoice?> FindAsync(SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plans = db.SeatingPlans.AsNoTracking().Where(plan => plan.Id == id && plan.OrganizationId == organization);
        var row = await Latest(db, plans).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : await ChoiceOfAsync(row, cancellationToken);
    }

    public async Task<Outcome<PlanChoice, PlanRefusal>> HandleAsync(CopyTemplate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.Runs(command.Organization))
        {
            return PlanRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.PlaceChanges, command.Caller))
        {
            return PlanRefusal.TooOften;
        }

        var name = TypedText.Line(command.Name);
        if (PlanLibrary.Find(command.Template) is not { } template || !TypedText.IsName(name, PlanLimits.NameLengthMax))
        {
            return PlanRefusal.Invalid;
        }

        if (await venues.FindAsync(command.Venue, command.Organization, cancellationToken) is null)
        {
            return PlanRefusal.NotFound;
        }

        // Before the lock: compiling a stadium takes a while.
        var document = PlanLibrary.Document(template.Key) with { Name = name };
        var compilation = PlanCompiler.Compile(document);
        Invariant.Holds(compilation.Problems.Count == 0);
        return await SaveAsync(command, document, compilation.Plan!, cancellationToken);
    }

    private async Task<Outcome<PlanChoice, PlanRefusal>> SaveAsync(
        CopyTemplate command, PlanDocument document, CompiledPlan compiled, CancellationToken cancellationToken)
    {
        var added = await NewPlans.AddAsync(
            contexts, command.Organization, command.Venue, document, compiled, new PlanOrigin(command.Template), command.Caller.Actor,
            time.GetDatabaseNow(), cancellationToken);
        return added.Succeeded
            ? ChoiceOf(new LatestRow(added.Value.Id, added.Value.VenueId, added.Value.Name, 1, compiled.Id), Remember(compiled))
            : added.Refusal;
    }

    /// <summary>The plans in their newest published versions, by name. Earlier releases noted the version only at the compiled plan.</summary>
    private static IQueryable<LatestRow> Latest(TicketingDbContext db, IQueryable<SeatingPlan> plans) =>
        from plan in plans
        join version in db.SeatingPlanVersions on plan.Id equals version.SeatingPlanId
        where version.Kind == PlanVersionKind.Published && !db.SeatingPlanVersions.Any(
            later => later.SeatingPlanId == plan.Id && later.Kind == PlanVersionKind.Published && later.Version > version.Version)
        orderby plan.Name, plan.Id
        select new LatestRow(plan.Id, plan.VenueId, plan.Name, version.Version, version.CompiledPlanId
            ?? db.CompiledPlans.Where(stored => stored.SeatingPlanId == plan.Id && stored.Version == version.Version)
                .Select(stored => stored.Id).FirstOrDefault());

    private async Task<PlanChoice?> ChoiceOfAsync(LatestRow row, CancellationToken cancellationToken)
    {
        if (row.CompiledPlanId is not { } id)
        {
            return null;
        }

        if (_summaries.TryGetValue(id, out var known))
        {
            return ChoiceOf(row, known);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var data = await db.CompiledPlans.Where(stored => stored.Id == id).Select(stored => stored.Data).SingleAsync(cancellationToken);
        return ChoiceOf(row, Remember(CompiledPlan.FromBytes(data)));
    }

    private Summary Remember(CompiledPlan plan)
    {
        if (_summaries.Count >= SummariesMax)
        {
            _summaries.Clear();
        }

        return _summaries.GetOrAdd(plan.Id, _ => Summary.Of(plan));
    }

    private static PlanChoice ChoiceOf(LatestRow row, Summary summary) =>
        new(row.Id, row.Venue, row.Name, row.Version, summary.Seats, row.CompiledPlanId!, summary.Categories);

    private sealed record LatestRow(SeatingPlanId Id, VenueId Venue, string Name, int Version, string? CompiledPlanId);

    private sealed record Summary(int Seats, IReadOnlyList<PlanChoiceCategory> Categories)
    {
        public static Summary Of(CompiledPlan plan)
        {
            var counts = new int[plan.Categories.Length];
            for (var seat = 0; seat < plan.PlaceCount; seat++)
            {
                counts[plan.CategoryNumberOf(new SeatIndex(seat))]++;
            }

            var categories = plan.Categories.Select(
                (category, i) => new PlanChoiceCategory(category.Key, category.Name, category.Color, counts[i]));
            return new Summary(plan.PlaceCount, [.. categories]);
        }
    }
}
