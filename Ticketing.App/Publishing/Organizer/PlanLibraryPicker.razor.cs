using Microsoft.AspNetCore.Components;
using Ticketing.App.Seating;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Library;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>Copies a plan of the library to a venue.</summary>
public sealed partial class PlanLibraryPicker(OrganizationPlans plans) : LiveComponent
{
    private string? _template;
    private string _name = "";
    private string? _error;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    [Parameter, EditorRequired]
    public required VenueId Venue { get; set; }

    [Parameter, EditorRequired]
    public required Func<Task<Caller>> ReadCallerAsync { get; set; }

    /// <summary>Whether the library is shown at first.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>The copy.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<PlanChoice> OnCopied { get; set; }

    private void Choose(PlanTemplate template) => (_template, _name, _error) = (template.Key, PlanTemplateTexts.NameOf(template, Templates), null);

    private async Task CopyAsync()
    {
        (_isBusy, _error) = (true, null);
        var outcome = await plans.HandleAsync(new CopyTemplate(Organization, Venue, _template!, _name.Trim(), await ReadCallerAsync()), Lifetime);
        if (outcome.Succeeded)
        {
            _template = null;
            await OnCopied.InvokeAsync(outcome.Value);
        }
        else
        {
            _error = PublishingTexts.Describe(outcome.Refusal, L);
        }

        _isBusy = false;
    }
}
