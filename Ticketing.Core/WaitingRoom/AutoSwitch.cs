namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// Activates a room when arrivals exceed <see cref="RoomSettings.ArrivalsPerMinute"/>. Deactivates it when the queue is empty and
/// arrivals have been below half of that for a minute: the hysteresis keeps the queue through short dips of a load peak.
/// </summary>
public sealed class AutoSwitch
{
    private static readonly TimeSpan CalmFor = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _calmSince;

    /// <param name="isUp">Whether the room is active, also if the previous leader activated it.</param>
    /// <param name="arrivalsPerMinute">Visitors of the seat map in the last minute, over all instances.</param>
    /// <returns>Whether the room shall be active.</returns>
    public bool Decide(bool isUp, long arrivalsPerMinute, long waiting, RoomSettings settings, DateTimeOffset now)
    {
        if (!isUp)
        {
            _calmSince = null;
            return arrivalsPerMinute > settings.ArrivalsPerMinute;
        }

        var isCalm = waiting == 0 && arrivalsPerMinute * 2 < settings.ArrivalsPerMinute;
        _calmSince = isCalm ? _calmSince ?? now : null;
        return !isCalm || now - _calmSince < CalmFor;
    }
}
