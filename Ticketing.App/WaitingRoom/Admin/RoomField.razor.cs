using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>
/// A number as a slider and as figures. The slider counts in steps of the same ratio: from 60 to 120 is as far as from 6,000 to
/// 12,000.
/// </summary>
public sealed partial class RoomField
{
    private const int Steps = 100;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What it means, and its unit.</summary>
    [Parameter, EditorRequired]
    public required string Hint { get; set; }

    /// <summary>At least 1.</summary>
    [Parameter, EditorRequired]
    public required int Min { get; set; }

    [Parameter, EditorRequired]
    public required int Max { get; set; }

    [Parameter, EditorRequired]
    public required int Value { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<int> ValueChanged { get; set; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    [Parameter, EditorRequired]
    public required string? Fault { get; set; }

    private string Text => Value.ToString("N0", CultureInfo.CurrentCulture);

    private int Position => (int)Math.Round(Steps * Math.Log((double)Math.Clamp(Value, Min, Max) / Min) / Math.Log((double)Max / Min));

    private Task Slide(ChangeEventArgs change)
    {
        if (!int.TryParse((string?)change.Value, CultureInfo.InvariantCulture, out var position) || position == Position)
        {
            return Task.CompletedTask;
        }

        var exact = Min * Math.Pow((double)Max / Min, (double)position / Steps);
        var digits = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(exact)) - 1));
        var value = (int)Math.Clamp(Math.Round(exact / digits) * digits, Min, Max);

        // Among small numbers a step is less than one: then it is one.
        return ValueChanged.InvokeAsync(value != Value ? value : Math.Clamp(Value + Math.Sign(position - Position), Min, Max));
    }

    // What is no number is none to set either: the field's own bounds say so when it is saved.
    private Task Enter(ChangeEventArgs change) =>
        ValueChanged.InvokeAsync(int.TryParse((string?)change.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0);
}
