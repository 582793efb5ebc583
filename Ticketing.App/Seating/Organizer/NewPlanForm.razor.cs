using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Library;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Organizer;

/// <summary>Starts a seating plan: empty, from a template, or as a copy.</summary>
public sealed partial class NewPlanForm(OrganizationPlans plans, PlanShelf shelf) : LiveComponent
{
    private string? _template;
    private SeatingPlanId? _copyOf;
    private Guid _venue;
    private string _name = "";
    private string? _error;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    /// <summary>At least one.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Venue> Venues { get; set; }

    /// <summary>The plans that can be copied.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PlanRow> Plans { get; set; }

    /// <summary>The venue that is chosen at first; null: that of <see cref="Original"/>, else the first.</summary>
    [Parameter]
    public VenueId? Venue { get; set; }

    /// <summary>The plan that is chosen to be copied at first; null: none.</summary>
    [Parameter]
    public PlanRow? Original { get; set; }

    [Parameter, EditorRequired]
    public required Func<Task<Caller>> ReadCallerAsync { get; set; }

    /// <summary>The new plan.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<SeatingPlanId> OnMade { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnClose { get; set; }

    protected override void OnInitialized()
    {
        var wanted = Original?.Venue ?? Venue;
        _venue = (Venues.FirstOrDefault(venue => venue.Id == wanted) ?? Venues[0]).Id.Value;
        if (Original is not null)
        {
            Choose(null, Original);
        }
    }

    private void Choose(PlanTemplate? template, PlanRow? original)
    {
        (_template, _copyOf, _error) = (template?.Key, original?.Id, null);
        _name = template is not null ? PlanTemplateTexts.NameOf(template, L) : original is not null ? L["{0} (copy)", original.Name] : _name;
    }

    private async Task MakeAsync()
    {
        (_isBusy, _error) = (true, null);
        var (venue, caller) = (new VenueId(_venue), await ReadCallerAsync());
        var made = _template is { } template ? IdOf(await plans.HandleAsync(new CopyTemplate(Organization, venue, template, _name, caller), Lifetime))
            : _copyOf is { } original ? await shelf.HandleAsync(new CopyPlan(Organization, original, venue, _name, caller), Lifetime)
            : await shelf.HandleAsync(new CreatePlan(Organization, venue, _name, caller), Lifetime);
        if (made.Succeeded)
        {
            await OnMade.InvokeAsync(made.Value);
        }
        else
        {
            _error = PlanTexts.Describe(made.Refusal, L);
        }

        _isBusy = false;
    }

    private static Outcome<SeatingPlanId, PlanRefusal> IdOf(Outcome<PlanChoice, PlanRefusal> copied) =>
        copied.Succeeded ? copied.Value.Id : copied.Refusal;
}
