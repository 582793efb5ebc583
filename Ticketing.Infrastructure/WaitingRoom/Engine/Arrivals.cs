using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// Counts the visitors of a seat map in the last minute. People count, not requests: a visitor once a minute, and a line for at most
/// <see cref="PerLineMax"/>, since a program can invent any number of visitors.
/// </summary>
internal sealed class Arrivals
{
    /// <summary>As many as a school class; more buyers behind one address are real, but few rooms are filled from one.</summary>
    public const int PerLineMax = 30;

    private const int Seconds = 60;
    private const int VisitorsMax = 200_000;

    private readonly Lock _lock = new();
    private readonly (long Second, int Count)[] _seconds = new (long, int)[Seconds];
    private readonly HashSet<QueueOwner> _visitors = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private long _minute;

    /// <param name="second">The time in seconds.</param>
    /// <param name="visitor">Null: unknown; all unknown visitors of a line count as one.</param>
    public void Count(long second, QueueOwner? visitor, string line)
    {
        lock (_lock)
        {
            if (second / Seconds != _minute)
            {
                _minute = second / Seconds;
                _visitors.Clear();
                _lines.Clear();
            }

            if (!IsNew(visitor, line))
            {
                return;
            }

            ref var slot = ref _seconds[second % Seconds];
            slot = slot.Second == second ? (second, slot.Count + 1) : (second, 1);
        }
    }

    public long LastMinute(long second)
    {
        lock (_lock)
        {
            return _seconds.Where(slot => slot.Second > second - Seconds).Sum(slot => (long)slot.Count);
        }
    }

    private bool IsNew(QueueOwner? visitor, string line)
    {
        var ofLine = _lines.GetValueOrDefault(line);
        if (ofLine >= PerLineMax || _visitors.Count >= VisitorsMax || (visitor is { } known ? !_visitors.Add(known) : ofLine > 0))
        {
            return false;
        }

        _lines[line] = ofLine + 1;
        return true;
    }
}
