namespace Ticketing.Load.Http;

/// <summary>Tells an event loop's clients from another thread that no more is wanted: each ends what it is at.</summary>
internal sealed class StopSign
{
    private volatile bool _isUp;

    public bool IsUp => _isUp;

    public void Raise() => _isUp = true;
}
