using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>The deliveries of a webhook. Filters and page are query parameters.</summary>
public sealed partial class DeliveriesPage(
    WebhookReader reader, DeliveryReader deliveries, ReplayWebhooksHandler replay, CurrentActor actor,
    NavigationManager navigation, Desk desk) : LiveComponent
{
    private WebhookView? _view;
    private DeliveryList? _list;
    private IReadOnlyList<WebhookFault> _faults = [];
    private string _status = "";
    private string _type = "";
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;

    [Parameter]
    public required Guid Endpoint { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    public string? Type { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
    [
        new BreadcrumbItem(L["Webhooks"], AppUrls.AdminWebhooks),
        .. _view is null ? Array.Empty<BreadcrumbItem>() : [new BreadcrumbItem(_view.Endpoint.Name, AppUrls.AdminWebhook(Endpoint))],
    ];

    protected override async Task OnParametersSetAsync()
    {
        // Unknown words of the address count as no filter.
        _status = EnumWords.TryFromWord<DeliveryStatus>(Status ?? "", out var status) ? status.ToWord() : "";
        _type = WebhookTypes.All.Append(WebhookTypes.Test).FirstOrDefault(type => type == Type) ?? "";
        await LoadAsync();
        _isLoaded = true;
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.AdminDeliveries(Endpoint, _status, _type), replace: true);

    private async Task ReplayAsync(ReplayRange range)
    {
        _faults = range.Faults;
        if (_faults.Count > 0 || !await desk.ConfirmAsync(L["Send the deliveries of this time again?"], L["Send again"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await replay.HandleAsync(new ReplayDeliveries(Endpoint, range.From, range.Until, range.Type, caller), Lifetime);
        if (outcome.Succeeded)
        {
            desk.Notify(outcome.Value == 1 ? L["One delivery is sent again."] : L["{0:N0} deliveries are sent again.", outcome.Value]);
        }
        else
        {
            (_error, _faults) = (WebhookTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _view = await reader.FindAsync(Endpoint, caller, Lifetime);
        DeliveryStatus? status = EnumWords.TryFromWord<DeliveryStatus>(_status, out var wanted) ? wanted : null;
        Guid? before = Guid.TryParse(Before, out var last) ? last : null;
        _list = await deliveries.ListAsync(new ListDeliveries(Endpoint, caller, status, _type.Length > 0 ? _type : null, before), Lifetime);
    }
}
