using System.Diagnostics;
using System.Text;
using Ticketing.Load.Http;
using Ticketing.Load.Report;

namespace Ticketing.Load.Reading;

/// <summary>
/// Sends requests at a fixed rate, independent of the server. A request without a free connection waits; its latency counts
/// from its due time, which avoids coordinated omission (Gil Tene): a driver that waits for responses sends less while the
/// server is slow.
/// </summary>
internal sealed class Pace
{
    // For responses pending at the end.
    private const int GraceSeconds = 2;

    private readonly Stack<PacedReader> _free = new();
    private IReadOnlyList<byte[]> _requests = [];
    private double _ticksBetween;
    private long _startedAt;
    private long _total;
    private long _asked;

    /// <summary>Latency of every due request; without a free connection its waiting time.</summary>
    public Histogram Times { get; private set; } = new();

    public long Errors { get; private set; }

    public string? Example { get; private set; }

    /// <summary>From the first request to the last response.</summary>
    public double Seconds { get; private set; }

    /// <summary>Starts another phase at another rate.</summary>
    /// <param name="kinds">The requests, sent in turn.</param>
    public void Set(IReadOnlyList<byte[]> kinds, int perSecond, int seconds)
    {
        (_requests, _ticksBetween, _total) = (kinds, Stopwatch.Frequency / (double)perSecond, (long)perSecond * seconds);
        (Times, Errors, _asked, _startedAt, Seconds) = (new Histogram(), 0, 0, 0, 0);
        Example = null;
        _free.Clear();
    }

    public void Free(PacedReader reader) => _free.Push(reader);

    /// <param name="wrong">The response, if unexpected; else null.</param>
    public void Answered(long ticks, AnswerReader? wrong)
    {
        Times.Record(ticks);
        if (wrong is not null)
        {
            Errors++;
            Example ??= $"{wrong.Status} {Encoding.UTF8.GetString(wrong.Body)}";
        }
    }

    /// <summary>The loop's step: sends due requests.</summary>
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
            return EventLoop.Stop;
        }

        if (loop.Now < DueAt(_total) + (GraceSeconds * Stopwatch.Frequency))
        {
            return 1;
        }

        for (var missed = _asked; missed < _total; missed++)
        {
            Times.Record(loop.Now - DueAt(missed));
        }

        // Connections are reusable only after their pending responses.
        _total = _asked;
        return loop.Waiting == 0 ? EventLoop.Stop : 1;
    }

    private long DueAt(long number) => _startedAt + (long)(number * _ticksBetween);
}
