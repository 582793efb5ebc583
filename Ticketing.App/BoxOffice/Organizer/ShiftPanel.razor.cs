using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>The member's own shift, opened with a float and closed with what was counted; or one of another member, for managers to close.</summary>
public sealed partial class ShiftPanel(ShiftsHandler handler, Desk desk) : LiveComponent
{
    private string _float = "";
    private string _currency = "";
    private string _counted = "";
    private string _note = "";
    private string? _error;
    private string? _fault;
    private string? _currencyFault;
    private bool _isBusy;
    private bool _isFilled;

    /// <summary>Begins the ids of its elements; unique on the page.</summary>
    [Parameter]
    public string Key { get; set; } = "shift";

    /// <summary>Whether <see cref="Open"/> is another member's.</summary>
    [Parameter]
    public bool IsOfAnother { get; set; }

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    /// <summary>Null: none is open.</summary>
    [Parameter, EditorRequired]
    public required ShiftFigures? Open { get; set; }

    /// <summary>The currency of the organization's dates.</summary>
    [Parameter, EditorRequired]
    public required string UsualCurrency { get; set; }

    /// <summary>The IANA zone in which times are shown.</summary>
    [Parameter, EditorRequired]
    public required string Zone { get; set; }

    /// <summary>Reads the caller: the action does not trust what the page was opened with.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<Caller>> ReadCaller { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnChanged { get; set; }

    protected override void OnParametersSet()
    {
        if (!_isFilled)
        {
            (_currency, _isFilled) = (UsualCurrency, true);
        }
    }

    private long? Difference(ShiftFigures open) =>
        TypedMoney.ReadAmount(_counted, open.Shift.Currency) is { } counted ? counted - open.Expected : null;

    private async Task OpenAsync()
    {
        var currency = _currency.Trim().ToUpperInvariant();
        await RunAsync(async caller =>
        {
            var opened = await handler.HandleAsync(
                new OpenShift(Organization, new Money(TypedMoney.ReadAmount(_float, currency) ?? -1, currency), caller), Lifetime);
            return opened.Succeeded ? null : opened.Refusal;
        }, L["Your shift is open."]);
    }

    private async Task CloseAsync()
    {
        var shift = Open!.Shift;
        await RunAsync(async caller =>
        {
            var closed = await handler.HandleAsync(
                new CloseShift(shift.Id, TypedMoney.ReadAmount(_counted, shift.Currency) ?? -1, _note, caller), Lifetime);
            return closed.Succeeded ? null : closed.Refusal;
        }, IsOfAnother ? L["The shift is closed."] : L["Your shift is closed."]);
    }

    private async Task RunAsync(Func<Caller, Task<ShiftRefusal?>> run, string done)
    {
        (_isBusy, _error, _fault, _currencyFault) = (true, null, null, null);
        var refusal = await run(await ReadCaller());
        switch (refusal)
        {
            case null:
                (_float, _counted, _note) = ("", "", "");
                desk.Notify(done);
                break;
            case ShiftRefusal.AmountInvalid:
                _fault = BoxOfficeTexts.Describe(refusal.Value, L);
                break;
            case ShiftRefusal.CurrencyInvalid:
                _currencyFault = BoxOfficeTexts.Describe(refusal.Value, L);
                break;
            case ShiftRefusal.NotFound or ShiftRefusal.MembersOnly or ShiftRefusal.AlreadyOpen or ShiftRefusal.AlreadyClosed
                or ShiftRefusal.NoteInvalid or ShiftRefusal.TooOften:
                _error = BoxOfficeTexts.Describe(refusal.Value, L);
                break;
        }

        await OnChanged.InvokeAsync();
        _isBusy = false;
    }
}
