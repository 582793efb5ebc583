using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.WaitingRoom.Admin;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Organizer;

/// <summary>A submitted presale.</summary>
/// <param name="Faults">Errors found by the form: an invalid time or number.</param>
public sealed record PresaleResult(PresaleTerms Terms, IReadOnlyList<PresaleFault> Faults);

/// <summary>Name, window, limit, categories and dates of a presale. Times are local to the venue of the first date.</summary>
public sealed partial class PresaleForm
{
    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);
    private readonly HashSet<PerformanceId> _dates = [];
    private string _name = "";
    private string _opens = "";
    private string _closes = "";
    private string _seats = "";
    private (string Text, DateTimeOffset Time)? _storedOpens;
    private (string Text, DateTimeOffset Time)? _storedCloses;
    private bool _isFilled;

    [Parameter, EditorRequired]
    public required PresaleEvent Event { get; set; }

    /// <summary>The presale that the form starts with; null: a new one.</summary>
    [Parameter]
    public PresaleRow? Stored { get; set; }

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PresaleFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required string SaveLabel { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<PresaleResult> OnSave { get; set; }

    private string Zone => Event.Dates.Count > 0 ? Event.Dates[0].TimeZone : "UTC";

    // Later changes by others do not overwrite what is being typed.
    protected override void OnParametersSet()
    {
        if (_isFilled || Stored is not { } stored)
        {
            return;
        }

        _isFilled = true;
        (_name, _opens, _closes) = (stored.Presale.Name, VenueClock.Text(stored.Presale.OpensAt, Zone), VenueClock.Text(stored.Presale.ClosesAt, Zone));
        (_storedOpens, _storedCloses) = ((_opens, stored.Presale.OpensAt), (_closes, stored.Presale.ClosesAt));
        _seats = stored.Presale.SeatsPerBuyerMax?.ToString(CultureInfo.InvariantCulture) ?? "";
        _categories.UnionWith(stored.Presale.Categories);
        if (stored.Dates.Count < Event.Dates.Count)
        {
            _dates.UnionWith(stored.Dates);
        }
    }

    private static void Choose<T>(HashSet<T> chosen, T value, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            chosen.Add(value);
        }
        else
        {
            chosen.Remove(value);
        }
    }

    private Task SaveAsync()
    {
        List<PresaleFault> faults = [];
        var opens = Read(_opens, _storedOpens, nameof(PresaleTerms.OpensAt), faults);
        var closes = Read(_closes, _storedCloses, nameof(PresaleTerms.ClosesAt), faults);

        // Invalid input becomes 0, which fails validation.
        int? seats = string.IsNullOrWhiteSpace(_seats) ? null
            : int.TryParse(_seats, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return OnSave.InvokeAsync(new PresaleResult(new PresaleTerms(_name, opens, closes, [.. _categories], seats, [.. _dates]), faults));
    }

    // A time that is as it was stays exact, also one in the hour that comes twice.
    private DateTimeOffset? Read(string text, (string Text, DateTimeOffset Time)? stored, string field, List<PresaleFault> faults)
    {
        if (stored is { } kept && kept.Text == text)
        {
            return kept.Time;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var read = VenueClock.Read(text, Zone);
        if (!read.Succeeded)
        {
            faults.Add(new PresaleFault(field, "Enter a day and a time that the clocks at the venue show once."));
        }

        return read.Succeeded ? read.Value : null;
    }

    private string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
