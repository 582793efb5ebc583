using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Admin;

/// <summary>The failed refunds of the organizations that the user serves, to send again or to mark as paid otherwise.</summary>
public sealed partial class RefundsPage(FailedRefundsReader reader, FailedRefundHandler handler, CurrentActor actor, Desk desk) : LiveComponent
{
    private readonly Dictionary<Guid, string> _notes = [];
    private IReadOnlyList<FailedRefund>? _refunds;
    private string? _error;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync() => await LoadAsync(await CallerAsync());

    private string NoteOf(FailedRefund refund) => _notes.GetValueOrDefault(refund.Id, "");

    private async Task RetryAsync(FailedRefund refund)
    {
        if (await desk.ConfirmAsync(L["Send {0} to the buyer's card again?", refund.Amount.Format(CultureInfo.CurrentCulture)], L["Send it again"]))
        {
            await RunAsync(caller => handler.HandleAsync(new RetryRefund(refund.Id, caller), Lifetime), L["The refund is sent again."]);
        }
    }

    private async Task SettleAsync(FailedRefund refund)
    {
        if (NoteOf(refund).Trim().Length == 0)
        {
            _error = OrderTexts.Describe(FailedRefundRefusal.NoteInvalid, L);
            return;
        }

        if (await desk.ConfirmAsync(L["Has the buyer got {0} in another way?", refund.Amount.Format(CultureInfo.CurrentCulture)], L["Mark as paid otherwise"]))
        {
            await RunAsync(
                caller => handler.HandleAsync(new SettleRefundOtherwise(refund.Id, NoteOf(refund), caller), Lifetime), L["The refund is settled."]);
        }
    }

    private async Task RunAsync(Func<Caller, Task<FailedRefundRefusal?>> run, string done)
    {
        (_isBusy, _error) = (true, null);
        var caller = await CallerAsync();
        var refusal = await run(caller);
        await LoadAsync(caller);
        _isBusy = false;
        if (refusal is { } refused)
        {
            _error = OrderTexts.Describe(refused, L);
        }
        else
        {
            desk.Notify(done);
        }
    }

    private async Task LoadAsync(Caller caller) => _refunds = await reader.ListAsync(caller, Lifetime);

    private async Task<Caller> CallerAsync() => await actor.ReadAsync((await Authentication).User, Lifetime);
}
