using Microsoft.JSInterop;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.App.Inventory.Pages;

/// <summary>
/// Passes a subscription's frames to the map's script. Snapshots and every <see cref="AnsweredEvery"/>th delta are answered, which limits
/// how far a slow browser can be behind; the deltas between are one-way calls. The script notices by the versions that a delta was lost, and
/// the next answer says so.
/// </summary>
internal sealed class MapFrames(IJSRuntime script, IJSObjectReference map)
{
    internal const int AnsweredEvery = 16;

    /// <summary>Timeout of calls to the script; calls over a broken connection never complete.</summary>
    private static readonly TimeSpan ScriptTimeout = TimeSpan.FromSeconds(10);

    private long _version;
    private int _unanswered;
    private long _versionAtCheck;

    /// <returns>False: the script has lost a delta and needs a snapshot.</returns>
    /// <exception cref="TaskCanceledException">The script did not answer in time.</exception>
    public async ValueTask<bool> SendAsync(SeatFrame frame)
    {
        _version = frame.Version;
        if (frame.IsSnapshot)
        {
            _unanswered = 0;
            await map.InvokeVoidAsync("applySnapshot", ScriptTimeout, frame.Text);
            return true;
        }

        if (_unanswered + 1 < AnsweredEvery && OneWayCall.TryCall(script, map, "applyDelta", frame.Arguments))
        {
            _unanswered++;
            return true;
        }

        _unanswered = 0;
        return await map.InvokeAsync<bool>("applyDelta", ScriptTimeout, frame.Text);
    }

    /// <summary>To be called periodically: when deltas pause, asks whether the last ones have arrived.</summary>
    /// <returns>False: the script has lost a delta and needs a snapshot.</returns>
    public async ValueTask<bool> CheckAsync()
    {
        var isPaused = _version == _versionAtCheck;
        _versionAtCheck = _version;
        if (_unanswered == 0 || !isPaused)
        {
            return true;
        }

        _unanswered = 0;
        try
        {
            return await map.InvokeAsync<bool>("hasDelta", ScriptTimeout, _version);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }
}
