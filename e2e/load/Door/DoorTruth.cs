using System.Globalization;

namespace Ticketing.Load.Door;

/// <summary>
/// What the devices scan, and what must come of it. Most people enter once; every third ticket is shown again at another gate, or leaves. No two
/// scans of one ticket have the same time, so that the result does not depend on who syncs first.
/// </summary>
internal sealed class DoorTruth(IReadOnlyList<string> tickets, Random random)
{
    // Per 100 scans.
    private const int Duplicates = 4;
    private const int Exits = 6;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly List<(string Ticket, DateTimeOffset At)> _mayRepeat = [];
    private readonly List<(string Ticket, DateTimeOffset At)> _mayLeave = [];
    private int _next;

    public long Scans { get; private set; }

    public long Entered { get; private set; }

    public long Left { get; private set; }

    public long Duplicated { get; private set; }

    public bool IsOver => _next >= tickets.Count;

    /// <summary>The next scan of any device.</summary>
    public (string Ticket, bool IsExit) Next(DateTimeOffset at)
    {
        lock (_lock)
        {
            Scans++;
            var drawn = random.Next(100);
            if (drawn < Duplicates && TryDraw(_mayRepeat, at) is { } again)
            {
                Duplicated++;
                return (again, false);
            }

            if (drawn >= 100 - Exits && TryDraw(_mayLeave, at) is { } leaving)
            {
                Left++;
                return (leaving, true);
            }

            var ticket = _next < tickets.Count
                ? tickets[_next]
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"All {tickets.Count} tickets are scanned."));
            Entered++;
            (_next++ % 3 == 0 ? _mayRepeat : _mayLeave).Add((ticket, at));
            return (ticket, false);
        }
    }

    private string? TryDraw(List<(string Ticket, DateTimeOffset At)> from, DateTimeOffset at)
    {
        if (from.Count == 0)
        {
            return null;
        }

        var index = random.Next(from.Count);
        var (ticket, before) = from[index];
        if (at - before < Apart)
        {
            return null;
        }

        from[index] = from[^1];
        from.RemoveAt(from.Count - 1);
        return ticket;
    }
}
