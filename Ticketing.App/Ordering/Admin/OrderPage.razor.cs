using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Admin;

/// <summary>One order with its actions. Every action checks the caller's membership again, because a circuit outlives it.</summary>
public sealed partial class OrderPage(
    OrderReader reader,
    OrderTrailReader trails,
    RefundOrderHandler refund,
    CancelOrderHandler cancel,
    ResendOrderMailHandler resend,
    RefundAllowances allowances,
    UndeliveredMails undelivered,
    CurrentActor actor,
    PresenceProof proof,
    Desk desk) : LiveComponent
{
    private OrderActions? _actions;
    private OrderView? _view;
    private IReadOnlyList<OrderTrailEntry> _trail = [];
    private string? _error;
    private bool _isUndelivered;
    private bool _isBusy;
    private bool _isLoaded;

    [Parameter]
    public required string Number { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private bool HasPaidItems => _view!.Order.Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded;

    private bool MayResend => HasPaidItems;

    private bool IsDisputed => _view!.Tickets.Any(ticket => ticket.Status == TicketStatus.Disputed);

    private bool MayRefund => HasPaidItems && !IsDisputed;

    private bool MayCancel => MayRefund || _view!.Order.Status == OrderStatus.AwaitingPayment;

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Orders"], AppUrls.AdminOrders)];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    private OrderActions Actions => _actions ??= new OrderActions(refund, cancel, resend, allowances, proof, desk, L);

    private async Task RefundAsync(RefundChoice choice)
    {
        if (_view is not null)
        {
            await ShowAsync(await Actions.RefundAsync(_view, choice, BeginActionAsync, AppUrls.AdminOrder(Number), Lifetime));
        }
    }

    private async Task CancelAsync()
    {
        if (_view is not null)
        {
            await ShowAsync(await Actions.CancelAsync(_view, BeginActionAsync, AppUrls.AdminOrder(Number), Lifetime));
        }
    }

    private async Task ResendAsync()
    {
        if (_view is not null)
        {
            await ShowAsync(await Actions.ResendAsync(_view, BeginActionAsync, Lifetime));
        }
    }

    /// <summary>Starts an action: returns the caller if they may currently serve this order's buyers, else null.</summary>
    private async Task<Caller?> BeginActionAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (_view is not null && caller.ServesBuyersOf(_view.Order.OrganizationId, _view.Event.Id))
        {
            return caller;
        }

        (_view, _isBusy) = (null, false);
        return null;
    }

    private async Task ShowAsync(OrderActed? acted)
    {
        if (acted is null)
        {
            _isBusy = false;
            return;
        }

        await LoadAsync();
        (_error, _isBusy) = (acted.Refused, false);
        if (acted.Refused is null)
        {
            desk.Notify(acted.Done);
        }
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _view = await reader.FindAsync(Number, new OrderVisitor(caller, null, null), Lifetime);
        if (_view is not null && !caller.ServesBuyersOf(_view.Order.OrganizationId, _view.Event.Id))
        {
            // The caller's own order at another organization is shown on its buyer page only.
            _view = null;
        }

        _isUndelivered = _view is not null && await undelivered.IsUndeliveredAsync(_view.Order.Id, new OrderVisitor(caller, null, null), Lifetime);
        _trail = _view is null ? [] : await trails.ReadAsync(_view.Order.Id, caller, Lifetime);
    }
}
