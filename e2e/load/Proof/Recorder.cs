using System.Diagnostics;

namespace Ticketing.Load.Proof;

/// <summary>
/// Records every request and response in preallocated memory, at the cost of a few stores. Any thread may record a request;
/// its response is recorded by the same thread.
/// </summary>
/// <param name="attemptsMax">Capacity. More attempts are an error: a history with gaps proves nothing.</param>
internal sealed class Recorder(int attemptsMax)
{
    private readonly Attempt[] _attempts = new Attempt[attemptsMax];
    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _begunAtWall = DateTimeOffset.UtcNow;
    private int _count;

    /// <summary>In the order of the requests; not to be read while recording.</summary>
    public ReadOnlySpan<Attempt> Attempts => _attempts.AsSpan(0, _count);

    /// <param name="now"><see cref="Stopwatch"/> timestamp before the request is sent.</param>
    /// <returns>The attempt's index, for its response.</returns>
    public int Ask(SeatAction act, int hold, int firstSeat, int seatCount, long now)
    {
        var number = Interlocked.Increment(ref _count) - 1;
        _attempts[number] = new Attempt { Action = act, Hold = hold, FirstSeat = firstSeat, SeatCount = seatCount, AskedAt = now };
        return number;
    }

    /// <param name="now"><see cref="Stopwatch"/> timestamp after the response.</param>
    public void Done(int attempt, Guid id, DateTimeOffset expiresAt, long now)
    {
        ref var asked = ref _attempts[attempt];
        (asked.Result, asked.Id, asked.ExpiresAt, asked.AnsweredAt) = (SeatResult.Done, id, expiresAt, now);
    }

    /// <param name="named">See <see cref="Attempt.Named"/>.</param>
    public void Refused(int attempt, ulong named, long now)
    {
        ref var asked = ref _attempts[attempt];
        (asked.Result, asked.Named, asked.AnsweredAt) = (SeatResult.Refused, named, now);
    }

    public void NeverSent(int attempt) => _attempts[attempt].IsVoid = true;

    /// <summary>Microseconds since the recording began.</summary>
    /// <param name="timestamp"><see cref="Stopwatch"/> timestamp.</param>
    public long At(long timestamp) => (long)Stopwatch.GetElapsedTime(_begunAt, timestamp).TotalMicroseconds;

    /// <summary>The same for a time of the application's clock, which is on the same machine.</summary>
    public long At(DateTimeOffset time) => (long)(time - _begunAtWall).TotalMicroseconds;
}
