using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.App.Access.Admin;

/// <summary>One order with what may be done to it. Every action asks anew who is asking: a circuit outlives a membership.</summary>
public sealed partial class OrderPage(
    OrderReader reader,
    OrderTrailReader trails,
    RefundOrderHandler refund,
    CancelOrderHandler cancel,
    ResendOrderMailHandler resend,
    CurrentActor actor,
    DialogService dialogs) : IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private OrderView? view;
    private IReadOnlyList<AuditEntry> trail = [];
    private string? notice;
    private string? error;
    private bool isBusy;
    private bool isLoaded;

    [Parameter]
    public required string Number { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private bool HasPaidItems => view!.Order.Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded;

    private bool MayResend => HasPaidItems;

    private bool MayRefund => HasPaidItems && view!.Order.Total > 0;

    private bool MayCancel => HasPaidItems || view!.Order.Status == OrderStatus.AwaitingPayment;

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        isLoaded = true;
    }

    private async Task RefundAsync(RefundChoice choice)
    {
        if (view is not null
            && await ConfirmAsync(Question(choice), L["Refund"])
            && await ServerAsync() is { } caller)
        {
            var outcome = await refund.HandleAsync(
                new RefundOrder(view.Order.Id, choice.Items, choice.WithFees, choice.SeatsBackOnSale, choice.Reason, caller.Actor), leaving.Token);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), L["The money is on its way back."]);
        }
    }

    private async Task CancelAsync()
    {
        if (view is not null
            && await ConfirmAsync(L["Cancel the whole order? This cannot be undone."], L["Cancel the order"])
            && await ServerAsync() is { } caller)
        {
            var outcome = await cancel.HandleAsync(new CancelOrder(view.Order.Id, caller.Actor, ByStaff: true), leaving.Token);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), L["The order is cancelled."]);
        }
    }

    private async Task ResendAsync()
    {
        if (await ServerAsync() is { } caller)
        {
            var outcome = await resend.HandleAsync(new ResendOrderMail(view!.Order.Id, caller.Actor), leaving.Token);
            await ShowAsync(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, L), L["The mail is on its way."]);
        }
    }

    private async Task<bool> ConfirmAsync(string question, string yes) =>
        await dialogs.Confirm(question, L["Are you sure?"], new ConfirmOptions { OkButtonText = yes, CancelButtonText = L["Back"] }) == true;

    private string Question(RefundChoice choice)
    {
        var amount = choice.Amount.Format(CultureInfo.CurrentCulture);
        return choice.Items.Count == 1 ? L["Refund one seat for {0}?", amount] : L["Refund {0} seats for {1}?", choice.Items.Count, amount];
    }

    /// <summary>Begins an action: the caller, if they serve this order's buyers at this moment.</summary>
    private async Task<Caller?> ServerAsync()
    {
        (isBusy, notice, error) = (true, null, null);
        var caller = await actor.ReadAsync((await Authentication).User, leaving.Token);
        if (view is not null && caller.ServesBuyersOf(view.Order.OrganizationId))
        {
            return caller;
        }

        (view, isBusy) = (null, false);
        return null;
    }

    private async Task ShowAsync(string? refused, string done)
    {
        await LoadAsync();
        (error, notice, isBusy) = (refused, refused is null ? done : null, false);
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, leaving.Token);
        view = await reader.FindAsync(Number, new OrderVisitor(caller, null, null), leaving.Token);
        if (view is not null && !caller.ServesBuyersOf(view.Order.OrganizationId))
        {
            // Somebody's own order elsewhere: that is what its own page is for.
            view = null;
        }

        trail = view is null ? [] : await trails.ReadAsync(view.Order.Id, leaving.Token);
    }
}
