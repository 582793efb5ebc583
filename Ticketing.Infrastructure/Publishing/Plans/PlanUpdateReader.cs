using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing.Plans;

/// <summary>The newest version of a plan, for a date that is sold by an earlier one.</summary>
/// <param name="From">The compiled plan that the date is sold by.</param>
/// <param name="To">The newest version, compiled with the numbers of the seats that are sold by.</param>
internal sealed record NewerPlan(SeatingPlanId Plan, int Version, CompiledPlan From, CompiledPlan To);

/// <summary>Newest versions by plan and the compiled plan whose numbers they keep: dates of one plan have few different ones.</summary>
internal sealed class CompiledVersions
{
    private readonly Dictionary<(SeatingPlanId, string), CompiledPlan?> _known = [];

    /// <summary>Null: the document has problems, which no published version has.</summary>
    public CompiledPlan? Compile(SeatingPlanId plan, PlanDocument document, CompiledPlan kept)
    {
        if (!_known.TryGetValue((plan, kept.Id), out var compiled))
        {
            _known[(plan, kept.Id)] = compiled = PlanCompiler.Compile(document, kept).Plan;
        }

        return compiled;
    }
}

/// <summary>
/// Compares the plan that a date is sold by with the newest published version. Every seat keeps its number, by which holds, orders and
/// tickets know it: a request that was read by the former plan means the same seat by the new one.
/// </summary>
public sealed class PlanUpdateReader(CompiledPlans plans, SeatFeed feed, TimeProvider time)
{
    /// <summary>Null: the plan is not known, or it has nothing newer.</summary>
    /// <param name="known">What was compiled for other dates; null: nothing.</param>
    internal async Task<NewerPlan?> FindAsync(
        TicketingDbContext db, StoredEvent stored, Performance date, CancellationToken cancellationToken, CompiledVersions? known = null)
    {
        if (await FindPlanAsync(db, stored, cancellationToken) is not { } plan
            || await PublishedPlans.FindAsync(db, plan, stored.Event.OrganizationId, cancellationToken) is not var (version, document))
        {
            return null;
        }

        var from = await plans.GetAsync(date.CompiledPlanId, cancellationToken);
        return (known ?? new CompiledVersions()).Compile(plan, document, from) is { } to && to.Id != from.Id ? new NewerPlan(plan, version, from, to) : null;
    }

    /// <summary>What a newer version changes of a date.</summary>
    internal async Task<PlanUpdate> CompareAsync(StoredEvent stored, Performance date, NewerPlan newer, CancellationToken cancellationToken)
    {
        var (from, to) = (newer.From, newer.To);
        var changes = PlanSeatChanges.Between(from, to);
        var statuses = changes.Vanished.Count == 0 ? [] : await feed.StatusesAsync(date.Id, from, cancellationToken) ?? [];
        var priced = stored.Tiers[date.Id].Select(tier => tier.Category).ToHashSet(StringComparer.Ordinal);
        return new PlanUpdate(
            date.Id, newer.Version, to.Id, to.PlaceCount, changes.Added.Count, changes.Moved.Count, changes.OtherCategory.Count, changes.OtherKind.Count,
            Blocks(from, to, changes, statuses, priced));
    }

    private async Task<SeatingPlanId?> FindPlanAsync(TicketingDbContext db, StoredEvent stored, CancellationToken cancellationToken)
    {
        var draft = await DraftStore.FindAsync(db, stored.Event.Id, time.GetUtcNow(), cancellationToken);
        return draft?.PublishedDocument is { } published ? EventDraftJson.Read(published).Place.Plan : null;
    }

    private static List<PlanUpdateBlock> Blocks(
        CompiledPlan from, CompiledPlan to, PlanSeatChanges changes, SeatStatus[] statuses, HashSet<string> priced)
    {
        var blocks = new List<PlanUpdateBlock>();
        foreach (var (kind, seats) in changes.Vanished.GroupBy(seat => KindOf(seat, statuses)).OrderBy(group => group.Key).Select(group => (group.Key, group.ToList())))
        {
            blocks.Add(Of(kind, seats.ConvertAll(from.LabelOf)));
        }

        if (changes.Renamed.Count > 0)
        {
            blocks.Add(Of(PlanUpdateBlockKind.SeatWouldBeRenamed, [.. changes.Renamed.Select(from.LabelOf)]));
        }

        var unpriced = changes.Added.Concat(changes.OtherCategory).Where(seat => !priced.Contains(to.CategoryOf(seat).Key)).ToList();
        if (unpriced.Count > 0)
        {
            blocks.Add(new PlanUpdateBlock(
                PlanUpdateBlockKind.PriceMissing, unpriced.Count, [.. unpriced.Select(seat => to.CategoryOf(seat).Name).Distinct(StringComparer.Ordinal)]));
        }

        if (changes is { KeepsNumbers: false, Vanished.Count: 0 })
        {
            blocks.Add(new PlanUpdateBlock(
                PlanUpdateBlockKind.PlacesOfAreasFollow, changes.Added.Count,
                [.. from.Sections.Where(section => section.Area is not null).Select(section => section.Name)]));
        }

        return blocks;
    }

    private static PlanUpdateBlockKind KindOf(SeatIndex seat, SeatStatus[] statuses) =>
        (seat.Value < statuses.Length ? statuses[seat.Value] : SeatStatus.Available) switch
        {
            SeatStatus.Sold => PlanUpdateBlockKind.SoldSeatWouldVanish,
            SeatStatus.Held => PlanUpdateBlockKind.HeldSeatWouldVanish,
            _ => PlanUpdateBlockKind.SeatWouldVanish,
        };

    private static PlanUpdateBlock Of(PlanUpdateBlockKind kind, List<string> labels) =>
        new(kind, labels.Count, [.. labels.Take(PlanUpdateBlock.LabelsMax)]);
}
