using Microsoft.JSInterop;

namespace Ticketing.App.Inventory;

/// <summary>The seat map's script in a browser, which several components mount.</summary>
internal static class SeatMapScript
{
    /// <summary>Ends a mounted map; what was not created yet is null.</summary>
    /// <param name="component">The reference by which the script calls the component.</param>
    public static async ValueTask ReleaseAsync(IDisposable? component, IJSObjectReference? map, IJSObjectReference? module)
    {
        // First: the calls below throw when the browser has disconnected.
        component?.Dispose();
        if (map is not null)
        {
            await map.InvokeVoidAsync("dispose");
            await map.DisposeAsync();
        }

        if (module is not null)
        {
            await module.DisposeAsync();
        }
    }
}
