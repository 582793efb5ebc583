using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.Core.Ordering.Bulk;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>Asks whether to refund all orders of cancelled dates, with the event's title typed, and closes with a <see cref="RefundAll"/>.</summary>
public sealed partial class RefundDialog
{
    private bool _withFees = true;
    private string _typed = "";
    private string? _typedProblem;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public required BulkRefundPreview Refund { get; set; }

    /// <summary>What must be typed to confirm.</summary>
    [Parameter, EditorRequired]
    public required string Typed { get; set; }

    private string Sum => string.Join(" + ", (_withFees ? Refund.WithFees : Refund.WithoutFees).Select(sum => sum.Format(CultureInfo.CurrentCulture)));

    private void Confirm()
    {
        _typedProblem = string.Equals(_typed.Trim(), Typed.Trim(), StringComparison.OrdinalIgnoreCase) ? null : L["This is not the title."].Value;
        if (_typedProblem is null)
        {
            Dialog.Close(DialogResult.Ok(new RefundAll(_withFees)));
        }
    }
}
