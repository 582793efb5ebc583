namespace Ticketing.Load.Http;

/// <summary>A thread-safe flag that stops an event loop's clients after their current request.</summary>
internal sealed class StopSignal
{
    private volatile bool _isSet;

    public bool IsSet => _isSet;

    public void Set() => _isSet = true;
}
