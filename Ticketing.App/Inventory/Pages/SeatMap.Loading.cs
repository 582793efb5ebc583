using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Inventory.Pages;

/// <summary>The first render, and the time of the visitor's admission.</summary>
public sealed partial class SeatMap
{
    private int? SecondsToChoose => _admittedUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalSeconds) : null;

    /// <summary>Loads before the first render: the page as the server rendered it stays until the map replaces it, so that nothing jumps.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!_isLoaded)
        {
            _isLoaded = true;
            await LoadAsync();
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }
}
