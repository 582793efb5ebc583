using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>What was entered to postpone or cancel.</summary>
/// <param name="StartsAt">The new local start; null: not known.</param>
/// <param name="Refund">Whether and how the orders are refunded; null: not by this.</param>
public sealed record StateChoice(string Reason, DateTime? StartsAt, RefundAll? Refund = null);

/// <summary>Asks for the reason of a postponement or a cancellation, and closes with a <see cref="StateChoice"/>.</summary>
public sealed partial class StateDialog
{
    private string _reason = "";
    private string _typed = "";
    private DateTime? _startsAt;
    private bool _refunds = true;
    private bool _withFees = true;
    private string? _reasonProblem;
    private string? _typedProblem;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public required string Question { get; set; }

    /// <summary>Label of the confirming button: the action.</summary>
    [Parameter, EditorRequired]
    public required string Yes { get; set; }

    /// <summary>The venue's zone, where a new time is asked for; null: none is.</summary>
    [Parameter]
    public string? Zone { get; set; }

    /// <summary>What must be typed to confirm; null: nothing.</summary>
    [Parameter]
    public string? Typed { get; set; }

    /// <summary>What a refund of all orders would give back; null: none is offered.</summary>
    [Parameter]
    public BulkRefundPreview? Refund { get; set; }

    private bool OffersRefund => Refund is { Orders: > 0, Limit: null };

    private static string SumOf(IReadOnlyList<Money> sums) => string.Join(" + ", sums.Select(sum => sum.Format(CultureInfo.CurrentCulture)));

    private void Confirm()
    {
        _reasonProblem = string.IsNullOrWhiteSpace(_reason) ? L["Enter a reason: buyers have paid and want to know."].Value : null;
        _typedProblem = Typed is not null && !string.Equals(_typed.Trim(), Typed.Trim(), StringComparison.OrdinalIgnoreCase)
            ? L["This is not the title."].Value
            : null;
        if (_reasonProblem is null && _typedProblem is null)
        {
            Dialog.Close(DialogResult.Ok(new StateChoice(_reason.Trim(), _startsAt, OffersRefund && _refunds ? new RefundAll(_withFees) : null)));
        }
    }
}
