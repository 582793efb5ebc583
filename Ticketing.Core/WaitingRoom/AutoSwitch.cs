namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// Brings a room up by itself when arrivals outrun <see cref="RoomSettings.ArrivalsPerMinute"/>, and takes it down when nobody waits and
/// arrivals have been below half of that for a minute: a rush that pauses for breath keeps its order.
/// </summary>
public sealed class AutoSwitch
{
    private static readonly TimeSpan CalmFor = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _calmSince;

    /// <param name="isUp">Whether the room is up now; what another instance that led before has left counts.</param>
    /// <param name="arrivalsPerMinute">Visitors of the seats in the last minute, at all instances.</param>
    /// <returns>Whether it is to be up.</returns>
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
