using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Organizer;

/// <summary>
/// The seating designer around one plan. The script draws and edits it over the API, so that an edit does not wait for the circuit and
/// survives it; the page has only the frame.
/// </summary>
public sealed partial class PlanDesignerPage(PlanDrafts drafts, AntiforgeryStateProvider antiforgery, IJSRuntime script) : OrganizerPage
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private Guid? _mounted;
    private string? _name;
    private bool _hasFailed;

    [Parameter]
    public required Guid PlanId { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null
        ? []
        : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Seating plans"], AppUrls.OrganizerPlans(Slug))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Runs(organization);
    }

    protected override async Task LoadAsync() =>
        _name = (await drafts.FindAsync(Own!.Id, new SeatingPlanId(PlanId), Caller, Lifetime))?.Document.Name;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!RendererInfo.IsInteractive || _name is null || Own is null || _mounted == PlanId)
        {
            return;
        }

        // Once for each plan: renders meanwhile find it under way.
        _mounted = PlanId;
        try
        {
            _module ??= await script.InvokeAsync<IJSObjectReference>("import", Lifetime, AppUrls.DesignerScript);
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("mount", Lifetime, _root, new
                {
                    api = AppUrls.ApiPlan(Own.Id.Value, PlanId),
                    readOnly = false,
                    texts = new Dictionary<string, string>(),
                    headers = Headers(),
                });
            }
        }
        catch (JSException)
        {
            _hasFailed = true;
            StateHasChanged();
        }
    }

    protected override async ValueTask ReleaseAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("unmount");
            await _module.DisposeAsync();
        }
    }

    // Writes with the session's cookie need the token; see CookieWrites.
    private Dictionary<string, string> Headers() => antiforgery.GetAntiforgeryToken() is { } token
        ? new Dictionary<string, string> { ["RequestVerificationToken"] = token.Value }
        : [];
}
