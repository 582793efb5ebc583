using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>
/// One webhook with its actions. The handlers check the caller's membership at every action, because a circuit outlives it.
/// </summary>
public sealed partial class WebhookPage(
    WebhookReader reader, ManageWebhooksHandler handler, TestEndpointHandler tests, CurrentActor actor, Desk desk) : LiveComponent
{
    private WebhookView? _view;
    private IReadOnlyList<WebhookFault> _faults = [];
    private string? _secret;
    private Guid? _test;
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;
    private bool _isDeleted;

    [Parameter]
    public required Guid Endpoint { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Webhooks"], AppUrls.AdminWebhooks)];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    private Task SaveAsync(WebhookTerms terms) => RunAsync(
        caller => handler.HandleAsync(new EditWebhook(Endpoint, terms, caller), Lifetime), _ => desk.Notify(L["The webhook is saved."]));

    private Task TestAsync() => RunAsync(caller => tests.HandleAsync(new TestEndpoint(Endpoint, caller), Lifetime), test => _test = test);

    private async Task RotateAsync()
    {
        if (await desk.ConfirmAsync(L["Replace the secret? The one before is valid for another 24 hours."], L["Replace the secret"]))
        {
            await RunAsync(
                caller => handler.HandleAsync(new RotateWebhookSecret(Endpoint, caller), Lifetime), revealed => _secret = revealed.Secret);
        }
    }

    private async Task DisableAsync()
    {
        if (await desk.ConfirmAsync(L["Disable the webhook? What happens meanwhile is not sent later."], L["Disable"]))
        {
            await RunAsync(
                caller => handler.HandleAsync(new DisableWebhook(Endpoint, caller), Lifetime),
                _ => desk.Notify(L["The webhook is disabled."]));
        }
    }

    private Task EnableAsync() => RunAsync(
        caller => handler.HandleAsync(new EnableWebhook(Endpoint, caller), Lifetime), _ => desk.Notify(L["The webhook is enabled."]));

    private async Task DeleteAsync()
    {
        if (await desk.ConfirmAsync(L["Delete the webhook with its deliveries? This cannot be undone."], L["Delete"]))
        {
            await RunAsync(caller => handler.HandleAsync(new DeleteWebhook(Endpoint, caller), Lifetime), _ => _isDeleted = true);
        }
    }

    private async Task RunAsync<TResult>(Func<Caller, Task<Outcome<TResult, RefusedWebhook>>> run, Action<TResult> done)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var outcome = await run(await actor.ReadAsync((await Authentication).User, Lifetime));
        if (outcome.Succeeded)
        {
            done(outcome.Value);
        }
        else
        {
            (_error, _faults) = (WebhookTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private async Task LoadAsync() =>
        _view = await reader.FindAsync(Endpoint, await actor.ReadAsync((await Authentication).User, Lifetime), Lifetime);
}
