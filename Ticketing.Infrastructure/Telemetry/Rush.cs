namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Whether buyers come in crowds at this moment, in this instance. What can wait a minute (mails, and the PDFs in them, cost more
/// than the booking they confirm) makes way for them then, and catches up afterwards.
/// </summary>
public sealed class Rush(TimeProvider time)
{
    /// <summary>Holds and orders in a second from which on it is a rush: a tenth of what one core serves besides everything else.</summary>
    private const int PerSecond = 200;

    private readonly Lock _lock = new();
    private long _second;
    private int _count;
    private int _countBefore;

    public bool IsOn
    {
        get
        {
            lock (_lock)
            {
                MoveOn();
                return Math.Max(_count, _countBefore) >= PerSecond;
            }
        }
    }

    /// <summary>Notes that so many have come.</summary>
    public void Count(int requests)
    {
        lock (_lock)
        {
            MoveOn();
            _count += requests;
        }
    }

    private void MoveOn()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second != _second)
        {
            _countBefore = second == _second + 1 ? _count : 0;
            (_second, _count) = (second, 0);
        }
    }
}
