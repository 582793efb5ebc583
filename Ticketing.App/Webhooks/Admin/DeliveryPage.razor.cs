using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>One delivery: the request and the last answer. Refreshes while it is pending.</summary>
public sealed partial class DeliveryPage(
    WebhookReader reader, DeliveryReader deliveries, ReplayWebhooksHandler replay, CurrentActor actor,
    Desk desk, TimeProvider time) : LiveComponent
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private WebhookView? _view;
    private WebhookDelivery? _delivery;
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;

    [Parameter]
    public required Guid Endpoint { get; set; }

    [Parameter]
    public required Guid Delivery { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
    [
        new BreadcrumbItem(L["Webhooks"], AppUrls.AdminWebhooks),
        .. _view is null
            ? Array.Empty<BreadcrumbItem>()
            :
            [
                new BreadcrumbItem(_view.Endpoint.Name, AppUrls.AdminWebhook(Endpoint)),
                new BreadcrumbItem(L["Deliveries"], AppUrls.AdminDeliveries(Endpoint)),
            ],
    ];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, RefreshInterval, RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        if (_delivery is { Status: DeliveryStatus.Pending } && !_isBusy)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task ReplayAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await replay.HandleAsync(new ReplayDelivery(Endpoint, Delivery, caller), Lifetime);
        if (outcome.Succeeded)
        {
            desk.Notify(L["One delivery is sent again."]);
        }
        else
        {
            _error = WebhookTexts.Describe(outcome.Refusal.Reason, L);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _view = await reader.FindAsync(Endpoint, caller, Lifetime);
        _delivery = await deliveries.FindAsync(Endpoint, Delivery, caller, Lifetime);
    }
}
