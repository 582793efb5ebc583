using Microsoft.AspNetCore.Components;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>When and how seats are sold.</summary>
public sealed partial class SaleStep : WizardStep
{
    private bool _isTimed;

    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    private DraftSale Sale => Draft.Sale;

    private string RefundText => Wizard.Terms switch
    {
        null or { RefundHoursBefore: null } => L["Buyers cannot cancel."],
        { RefundHoursBefore: { } hours, RefundKeepsFee: true } => L["Buyers can cancel until {0} hours before the start; the fee is kept.", hours],
        { RefundHoursBefore: { } hours } => L["Buyers can cancel until {0} hours before the start, fee included.", hours],
    };

    // Undo and other editors change it, too.
    protected override void OnParametersSet() => _isTimed |= Sale.OpensAt is not null;

    private void Set(DraftSale sale) => Wizard.Change(Draft with { Sale = sale });

    private void OpenAtOnce()
    {
        _isTimed = false;
        Set(Sale with { OpensAt = null });
    }
}
