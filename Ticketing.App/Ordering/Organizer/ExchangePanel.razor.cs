using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Ordering.Service;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>What is chosen in <see cref="ExchangePanel"/>, with the difference that was shown.</summary>
public sealed record ExchangeChoice(
    IReadOnlyList<OrderItemId> Items, IReadOnlyList<SeatIndex> Seats, ExchangeSettlement Settlement, Money Quoted);

/// <summary>Chooses seats to exchange, shows the difference, and confirms.</summary>
public sealed partial class ExchangePanel
{
    private readonly HashSet<OrderItemId> _given = [];
    private readonly Dictionary<SeatIndex, FreeSeat> _taken = [];
    private IReadOnlyList<FreeSection>? _sections;
    private ExchangeQuote? _quote;
    private ExchangeSettlement _settlement;
    private string? _error;
    private string _section = "";
    private string _row = "";
    private string _typedSum = "";

    [Parameter, EditorRequired]
    public required OrderView View { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    /// <summary>Reads the free seats.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<IReadOnlyList<FreeSection>>> Read { get; set; }

    [Parameter, EditorRequired]
    public required Func<IReadOnlyList<OrderItemId>, IReadOnlyList<SeatIndex>, Task<Outcome<ExchangeQuote, ExchangeRefusal>>> Quote { get; set; }

    /// <summary>Exchanges; returns why not, or null when it is done or the page tells why not.</summary>
    [Parameter, EditorRequired]
    public required Func<ExchangeChoice, Task<ExchangeRefusal?>> Exchange { get; set; }

    private FreeSection? Section => _sections?.FirstOrDefault(section => section.Name == _section);

    private FreeRow? Row => Section?.Rows.FirstOrDefault(row => row.Name == _row);

    private string FirstRow => Section?.Rows[0].Name ?? "";

    // Digits alone: the form of the amount differs by language.
    private bool IsSumTyped => _quote is { } quote
        && (quote.Difference.Amount == 0 || Digits(_typedSum) == Digits(quote.Difference.Format(CultureInfo.CurrentCulture)));

    protected override void OnParametersSet() => _given.IntersectWith(View.Order.Items.Where(item => item.Live).Select(item => item.Id));

    private async Task BeginAsync()
    {
        _sections = await Read();
        _section = _sections.Count > 0 ? _sections[0].Name : "";
        _row = FirstRow;
    }

    private void Give(OrderItemId item, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _given.Add(item);
        }
        else
        {
            _given.Remove(item);
        }

        _quote = null;
    }

    private void Take(FreeSeat seat, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _taken[seat.Index] = seat;
        }
        else
        {
            _taken.Remove(seat.Index);
        }

        _quote = null;
    }

    private void TakePlace()
    {
        if (Section?.Rows.SelectMany(row => row.Seats).FirstOrDefault(seat => !_taken.ContainsKey(seat.Index)) is { } place)
        {
            _taken[place.Index] = place;
            _quote = null;
        }
    }

    private void DropTaken()
    {
        _taken.Clear();
        _quote = null;
    }

    private void End()
    {
        _given.Clear();
        _taken.Clear();
        (_sections, _quote, _error, _typedSum, _settlement) = (null, null, null, "", ExchangeSettlement.Waived);
    }

    private async Task QuoteAsync()
    {
        var quoted = await Quote([.. _given], [.. _taken.Keys]);
        _quote = quoted.Succeeded ? quoted.Value : null;
        _error = quoted.Succeeded ? null : ServiceTexts.Describe(quoted.Refusal, L);
        _typedSum = "";
    }

    private async Task ExchangeAsync()
    {
        if (_quote is not { } quote || !IsSumTyped)
        {
            return;
        }

        var refused = await Exchange(new ExchangeChoice([.. _given], [.. _taken.Keys], _settlement, quote.Difference));
        if (refused is not { } reason)
        {
            End();
            return;
        }

        // The seats that are free have changed, or the prices.
        (_error, _quote) = (ServiceTexts.Describe(reason, L), null);
        if (reason == ExchangeRefusal.SeatsTaken)
        {
            _taken.Clear();
            await BeginAsync();
        }
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private string Text(long amount) => new Money(amount, View.Order.Currency).Format(CultureInfo.CurrentCulture);
}
