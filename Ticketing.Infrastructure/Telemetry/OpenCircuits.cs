namespace Ticketing.Infrastructure.Telemetry;

/// <summary>The number of this instance's circuits: open seat maps and staff pages, with those kept for disconnected visitors.</summary>
public sealed class OpenCircuits
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Opened() => Interlocked.Increment(ref _count);

    public void Closed() => Interlocked.Decrement(ref _count);
}
