using Microsoft.AspNetCore.Components;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>Where the event takes place, and by which plan its seats are sold.</summary>
public sealed partial class PlanStep(OrganizationVenues venues, OrganizationPlans plans) : WizardStep
{
    private IReadOnlyList<Venue>? _venues;
    private IReadOnlyList<PlanChoice>? _plans;
    private VenueId? _plansOf;
    private bool _isVenueOpen;

    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    /// <summary>Whether seats of a date are on sale by the plan.</summary>
    private bool IsFixed => Wizard.Published.Count > 0;

    private bool MayAdd => Wizard.RunsAll && !IsFixed;

    /// <summary>The draft with a plan, and a price for each of its categories; prices of categories of the same key stay.</summary>
    public static EventDraft WithPlan(EventDraft draft, PlanChoice plan)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(plan);
        var known = draft.Prices.Tiers.DistinctBy(tier => tier.Category).ToDictionary(tier => tier.Category);
        return draft with
        {
            Place = new DraftPlace { Venue = plan.Venue, Plan = plan.Id },
            Prices = draft.Prices with
            {
                Tiers = [.. plan.Categories.Select(category => known.GetValueOrDefault(category.Key)
                    ?? new DraftTier(category.Key) { Name = category.Name, Color = category.Color })],
            },
        };
    }

    protected override async Task OnInitializedAsync() =>
        _venues = await venues.ListAsync(Wizard.Own.Id, await Wizard.ReadCallerAsync(), Lifetime);

    // Undo and other editors change the venue, too.
    protected override async Task OnParametersSetAsync()
    {
        if (_plansOf != Draft.Place.Venue)
        {
            await ReadPlansAsync();
        }
    }

    private async Task ReadPlansAsync()
    {
        (_plansOf, _plans) = (Draft.Place.Venue, null);
        if (_plansOf is { } venue)
        {
            _plans = await plans.ListAsync(Wizard.Own.Id, venue, await Wizard.ReadCallerAsync(), Lifetime);
        }
    }

    private async Task ChooseVenueAsync(Venue venue)
    {
        Wizard.Change(Draft with { Place = new DraftPlace { Venue = venue.Id } });
        await ReadPlansAsync();
        if (_plans is [var only])
        {
            ChoosePlan(only);
        }
    }

    private void ChoosePlan(PlanChoice plan) => Wizard.Change(WithPlan(Draft, plan));

    private async Task TakeVenueAsync(Venue venue)
    {
        _isVenueOpen = false;
        _venues = await venues.ListAsync(Wizard.Own.Id, await Wizard.ReadCallerAsync(), Lifetime);
        await ChooseVenueAsync(venue);
    }

    private async Task TakePlanAsync(PlanChoice plan)
    {
        ChoosePlan(plan);
        await ReadPlansAsync();
    }
}
