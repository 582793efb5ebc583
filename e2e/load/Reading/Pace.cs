using System.Diagnostics;
using System.Text;
using Ticketing.Load.Http;
using Ticketing.Load.Report;

namespace Ticketing.Load.Reading;

/// <summary>
/// Requests at a fixed rate, whatever the server does: a request that finds no free connection waits, and its wait counts from
/// the moment it was due. (A driver that waits for answers asks less just when the server is slow, and reports that all is
/// well: Gil Tene's coordinated omission.)
/// </summary>
internal sealed class Pace
{
    // Behind the end, for answers that are still on their way.
    private const int GraceSeconds = 2;

    private readonly Stack<PacedReader> _free = new();
    private IReadOnlyList<byte[]> _requests = [];
    private double _ticksBetween;
    private long _startedAt;
    private long _total;
    private long _asked;

    /// <summary>Of every request that was due; one that never found a free connection, with the time it waited.</summary>
    public Histogram Times { get; private set; } = new();

    public long Errors { get; private set; }

    public string? Example { get; private set; }

    /// <summary>From the first request to the last answer.</summary>
    public double Seconds { get; private set; }

    /// <summary>Sets out for another while at another rate.</summary>
    /// <param name="kinds">The requests, sent in turn.</param>
    public void Set(IReadOnlyList<byte[]> kinds, int perSecond, int seconds)
    {
        (_requests, _ticksBetween, _total) = (kinds, Stopwatch.Frequency / (double)perSecond, (long)perSecond * seconds);
        (Times, Errors, _asked, _startedAt, Seconds) = (new Histogram(), 0, 0, 0, 0);
        Example = null;
        _free.Clear();
    }

    public void Free(PacedReader reader) => _free.Push(reader);

    /// <param name="wrong">The answer, where it is not what a reader should get.</param>
    public void Answered(long ticks, AnswerReader? wrong)
    {
        Times.Record(ticks);
        if (wrong is not null)
        {
            Errors++;
            Example ??= $"{wrong.Status} {Encoding.UTF8.GetString(wrong.Body)}";
        }
    }

    /// <summary>The loop's step: asks what is due.</summary>
    public int Step(EventLoop loop)
    {
        _startedAt = _startedAt == 0 ? loop.Now : _startedAt;
        var due = Math.Min(_total, (long)((loop.Now - _startedAt) / _ticksBetween) + 1);
        while (_asked < due && _free.TryPop(out var reader))
        {
            reader.Ask(loop, _requests[(int)(_asked % _requests.Count)], DueAt(_asked));
            _asked++;
        }

        Seconds = (loop.Now - _startedAt) / (double)Stopwatch.Frequency;
        if (_asked == _total && loop.Waiting == 0)
        {
            return EventLoop.Over;
        }

        if (loop.Now < DueAt(_total) + (GraceSeconds * Stopwatch.Frequency))
        {
            return 1;
        }

        for (var missed = _asked; missed < _total; missed++)
        {
            Times.Record(loop.Now - DueAt(missed));
        }

        // What is on its way must come back before the connections can be used for something else.
        _total = _asked;
        return loop.Waiting == 0 ? EventLoop.Over : 1;
    }

    private long DueAt(long number) => _startedAt + (long)(number * _ticksBetween);
}
