using System.Diagnostics;

namespace Ticketing.Load.Proof;

/// <summary>
/// Writes down every request and its answer. All room is made beforehand, so that recording costs a few stores and disturbs nothing
/// that is measured. Any number of threads may ask; an attempt is answered by the one that asked.
/// </summary>
/// <param name="attemptsMax">One more is an error: a history with gaps proves nothing.</param>
internal sealed class Recorder(int attemptsMax)
{
    private readonly Attempt[] _attempts = new Attempt[attemptsMax];
    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _begunAtWall = DateTimeOffset.UtcNow;
    private int _count;

    /// <summary>In the order in which they were asked; not to be read while others write.</summary>
    public ReadOnlySpan<Attempt> Attempts => _attempts.AsSpan(0, _count);

    /// <param name="now">Of <see cref="Stopwatch"/>, before the request is sent.</param>
    /// <returns>The attempt's number, for its answer.</returns>
    public int Ask(SeatAct act, int hold, int firstSeat, int seatCount, long now)
    {
        var number = Interlocked.Increment(ref _count) - 1;
        _attempts[number] = new Attempt { Act = act, Hold = hold, FirstSeat = firstSeat, SeatCount = seatCount, AskedAt = now };
        return number;
    }

    /// <param name="now">Of <see cref="Stopwatch"/>, after the answer has come.</param>
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
    /// <param name="timestamp">Of <see cref="Stopwatch"/>.</param>
    public long At(long timestamp) => (long)Stopwatch.GetElapsedTime(_begunAt, timestamp).TotalMicroseconds;

    /// <summary>The same for a time of the application's clock, which is this machine's.</summary>
    public long At(DateTimeOffset time) => (long)(time - _begunAtWall).TotalMicroseconds;
}
