using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>Creates a webhook and shows its secret once.</summary>
public sealed partial class NewWebhookPage(WebhookReader reader, ManageWebhooksHandler handler, CurrentActor actor) : LiveComponent
{
    private IReadOnlyList<WebhookOwner>? _owned;
    private string _organization = "";
    private IReadOnlyList<WebhookFault> _faults = [];
    private RevealedWebhook? _revealed;
    private string? _error;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Webhooks"], AppUrls.AdminWebhooks)];

    protected override async Task OnInitializedAsync()
    {
        _owned = await reader.OwnersAsync(await actor.ReadAsync((await Authentication).User, Lifetime), Lifetime);
        _organization = _owned.Count > 0 ? _owned[0].Id.ToString() : "";
    }

    private async Task CreateAsync(WebhookTerms terms)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var organization = Guid.TryParse(_organization, out var id) ? id : Guid.Empty;
        var outcome = await handler.HandleAsync(new CreateWebhook(new OrganizationId(organization), terms, caller), Lifetime);
        if (outcome.Succeeded)
        {
            _revealed = outcome.Value;
        }
        else
        {
            (_error, _faults) = (WebhookTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        _isBusy = false;
    }
}
