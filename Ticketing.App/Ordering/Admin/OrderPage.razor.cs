using System.Globalization;
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
    UndeliveredMails undelivered,
    CurrentActor actor,
    PresenceProof proof,
    Desk desk) : LiveComponent
{
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

    private async Task RefundAsync(RefundChoice choice)
    {
        if (_view is not null
            && await desk.ConfirmAsync(Question(choice), _view.Order.Total == 0 ? L["Give back"] : L["Refund"])
            && await BeginActionAsync() is { } caller
            && IsProved(caller))
        {
            var outcome = await refund.HandleAsync(
                new RefundOrder(_view.Order.Id, choice.Items, choice.WithFees, choice.SeatsBackOnSale, choice.Reason, caller), Lifetime);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), _view.Order.Total == 0 ? L["The seats are given back."] : L["The money is on its way back."]);
        }
    }

    private async Task CancelAsync()
    {
        if (_view is not null
            && await desk.ConfirmAsync(L["Cancel the whole order? This cannot be undone."], L["Cancel the order"])
            && await BeginActionAsync() is { } caller
            && IsProved(caller))
        {
            var outcome = await cancel.HandleAsync(new CancelOrder(_view.Order.Id, new OrderVisitor(caller, null, null)), Lifetime);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), L["The order is cancelled."]);
        }
    }

    private async Task ResendAsync()
    {
        if (await BeginActionAsync() is { } caller)
        {
            var outcome = await resend.HandleAsync(new ResendOrderMail(_view!.Order.Id, caller), Lifetime);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), L["The mail is on its way."]);
        }
    }

    private string Question(RefundChoice choice)
    {
        var amount = choice.Amount.Format(CultureInfo.CurrentCulture);
        if (_view!.Order.Total == 0)
        {
            return choice.Items.Count == 1
                ? L["Give one seat back? Its ticket becomes invalid."]
                : L["Give {0} seats back? Their tickets become invalid.", choice.Items.Count];
        }

        return choice.Items.Count == 1 ? L["Refund one seat for {0}?", amount] : L["Refund {0} seats for {1}?", choice.Items.Count, amount];
    }

    /// <summary>Starts an action: returns the caller if they may currently serve this order's buyers, else null.</summary>
    private async Task<Caller?> BeginActionAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (_view is not null && caller.ServesBuyersOf(_view.Order.OrganizationId))
        {
            return caller;
        }

        (_view, _isBusy) = (null, false);
        return null;
    }

    private bool IsProved(Caller caller)
    {
        _isBusy = proof.IsGiven(caller, AppUrls.AdminOrder(Number));
        return _isBusy;
    }

    private async Task ShowAsync(string? refused, string done)
    {
        await LoadAsync();
        (_error, _isBusy) = (refused, false);
        if (refused is null)
        {
            desk.Notify(done);
        }
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _view = await reader.FindAsync(Number, new OrderVisitor(caller, null, null), Lifetime);
        if (_view is not null && !caller.ServesBuyersOf(_view.Order.OrganizationId))
        {
            // The caller's own order at another organization is shown on its buyer page only.
            _view = null;
        }

        _isUndelivered = _view is not null && await undelivered.IsUndeliveredAsync(_view.Order.Id, new OrderVisitor(caller, null, null), Lifetime);
        _trail = _view is null ? [] : await trails.ReadAsync(_view.Order.Id, caller, Lifetime);
    }
}
