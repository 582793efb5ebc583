using System.Collections.Concurrent;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>
/// When this instance last wrote what a device says about itself: a device that scans syncs many times a second, and each write would be a
/// commit. The desk looks every two seconds.
/// </summary>
internal sealed class DeviceNotes(TimeProvider time)
{
    private const int DevicesMax = 10_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<DeviceId, DateTimeOffset> _written = new();

    /// <summary>Whether it is time to write; the caller does.</summary>
    public bool IsDue(DeviceId device)
    {
        var now = time.GetUtcNow();
        if (_written.TryGetValue(device, out var last) && now - last < Between)
        {
            return false;
        }

        if (_written.Count >= DevicesMax)
        {
            _written.Clear();
        }

        _written[device] = now;
        return true;
    }
}
