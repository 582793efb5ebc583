using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.App.Ordering.Admin;

/// <summary>The seats of an order, with the selection for a refund.</summary>
public sealed partial class OrderItems
{
    private const int ReasonLengthMax = 100;
    private readonly HashSet<OrderItemId> _chosen = [];
    private readonly HashSet<OrderExtraId> _chosenExtras = [];
    private bool _withFees = true;
    private bool _backOnSale = true;
    private string _reason = "";
    private string _typedSum = "";

    [Parameter, EditorRequired]
    public required OrderView View { get; set; }

    [Parameter, EditorRequired]
    public required bool MayRefund { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    /// <summary>Whether the sum has to be typed before money is refunded.</summary>
    [Parameter]
    public bool TypesSum { get; set; }

    /// <summary>What the viewer may still refund; null: no limit.</summary>
    [Parameter]
    public RefundAllowance? Allowance { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<RefundChoice> OnRefund { get; set; }

    private bool IsFree => View.Order.Total == 0;

    // Deselects seats that have been refunded since. A sum that was typed is for the seats that were chosen then.
    protected override void OnParametersSet()
    {
        var before = ChosenCount;
        _chosen.IntersectWith(View.Order.Items.Where(item => item.Live).Select(item => item.Id));
        _chosenExtras.IntersectWith(View.Order.LiveExtras.Select(unit => unit.Id));
        if (ChosenCount != before)
        {
            _typedSum = "";
        }
    }

    private int ChosenCount => _chosen.Count + _chosenExtras.Count;

    private void Choose<TId>(HashSet<TId> chosen, TId id, ChangeEventArgs change)
    {
        _typedSum = "";
        if (change.Value is true)
        {
            chosen.Add(id);
        }
        else
        {
            chosen.Remove(id);
        }
    }

    // Digits alone: the form of the amount differs by language.
    private bool IsSumTyped => !TypesSum || IsFree || Digits(_typedSum) == Digits(Estimate().Format(CultureInfo.CurrentCulture));

    private Task AskAsync() => ChosenCount == 0 || !IsSumTyped
        ? Task.CompletedTask
        : OnRefund.InvokeAsync(new RefundChoice([.. _chosen], _withFees, _backOnSale, _reason.Trim() is { Length: > 0 } reason ? reason : "staff", Estimate())
        {
            Extras = [.. _chosenExtras],
        });

    private Money Estimate() =>
        View.Order.AmountReturnedFor(
            View.Order.Items.Where(item => _chosen.Contains(item.Id)), _withFees,
            View.Order.Extras.Where(unit => _chosenExtras.Contains(unit.Id)));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private string Amount(long amount) => new Money(amount, View.Order.Currency).Format(CultureInfo.CurrentCulture);

    private string PlaceOf(OrderItem item) => PlaceName.Of(View.PlaceOf(item), CultureInfo.CurrentCulture);

    private string TicketOf(OrderItem item) => View.Tickets.LastOrDefault(ticket => ticket.OrderItemId == item.Id)?.Status switch
    {
        TicketStatus.Valid => L["valid"],
        TicketStatus.Disputed => L["disputed"],
        TicketStatus.Void => L["void"],
        null => "–",
    };
}
