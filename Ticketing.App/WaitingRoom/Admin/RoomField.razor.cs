using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>
/// A number as a slider and an input. The slider is logarithmic: 60 to 120 is as far as 6,000 to 12,000.
/// </summary>
public sealed partial class RoomField
{
    private const int Steps = 100;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Meaning and unit.</summary>
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

    /// <summary>Validation error; null when valid.</summary>
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

        // For small values a step rounds to zero: move by one.
        return ValueChanged.InvokeAsync(value != Value ? value : Math.Clamp(Value + Math.Sign(position - Position), Min, Max));
    }

    // Invalid input becomes 0, which fails validation on save.
    private Task Enter(ChangeEventArgs change) =>
        ValueChanged.InvokeAsync(int.TryParse((string?)change.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0);
}
