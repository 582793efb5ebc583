using System.Globalization;

namespace Ticketing.Load.Proof;

/// <summary>
/// Converts a recording to operations on each seat. Requests with the same key are one operation, which takes effect once between
/// the first request and the first success. Without a success, requests without response may still take effect.
/// </summary>
internal sealed class SeatHistories
{
    private readonly Recorder _recorder;
    private readonly List<SeatOperation>[] _seats;
    private readonly Dictionary<Guid, int> _holds = [];
    private readonly List<string> _broken = [];

    public SeatHistories(Recorder recorder, int seatCount)
    {
        _recorder = recorder;
        _seats = [.. Enumerable.Range(0, seatCount).Select(_ => new List<SeatOperation>())];
        foreach (var same in recorder.Attempts.ToArray().Where(attempt => !attempt.IsVoid).GroupBy(attempt => (attempt.Action, attempt.Hold)))
        {
            Add([.. same]);
        }
    }

    public IReadOnlyList<IReadOnlyList<SeatOperation>> Seats => _seats;

    /// <summary>Repeats with a different response.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Adds a read of a seat's row.</summary>
    /// <param name="soldTo">The hold of the seat's order; null: not sold.</param>
    /// <param name="at">Microseconds since the recording began.</param>
    public void AddRead(int seat, Guid? soldTo, long at) => _seats[seat].Add(new SeatOperation(
        SeatAction.Read, SeatResult.Done, soldTo is { } hold ? _holds.GetValueOrDefault(hold, int.MaxValue) : SeatOperation.NoHold, at, at));

    private void Add(Attempt[] same)
    {
        var first = same[0];
        var done = Array.FindAll(same, attempt => attempt.Result == SeatResult.Done);
        foreach (var refused in same.Where(attempt => attempt.Result == SeatResult.Refused))
        {
            Add(refused, seat => new SeatOperation(
                refused.Action, Names(refused, seat) ? SeatResult.Refused : SeatResult.GivenBack, refused.Hold, _recorder.At(refused.AskedAt), _recorder.At(refused.AnsweredAt)));
        }

        if (done.Length > 0)
        {
            var answered = done.MinBy(attempt => attempt.AnsweredAt);
            var asked = same.Where(attempt => attempt.Result != SeatResult.Refused).Min(attempt => attempt.AskedAt);
            var operation = new SeatOperation(first.Action, SeatResult.Done, first.Hold, _recorder.At(asked), _recorder.At(answered.AnsweredAt))
            {
                ExpiresAt = _recorder.At(answered.ExpiresAt),
            };
            Add(first, _ => operation);
            Compare(same, answered);
        }
        else if (Array.FindAll(same, attempt => attempt.Result == SeatResult.Unknown) is { Length: > 0 } unknown)
        {
            var asked = _recorder.At(unknown.Min(attempt => attempt.AskedAt));
            Add(first, _ => new SeatOperation(first.Action, SeatResult.Unknown, first.Hold, asked, SeatOperation.Never));
        }
    }

    private void Add(Attempt about, Func<int, SeatOperation> operation)
    {
        for (var i = 0; i < about.SeatCount; i++)
        {
            _seats[about.FirstSeat + i].Add(operation(i));
        }
    }

    /// <summary>
    /// A repeat returns the same hold or order. Exceptions: a repeat after the hold's expiry may be refused, and a second release
    /// is answered with not found.
    /// </summary>
    private void Compare(Attempt[] same, Attempt answered)
    {
        if (answered.Action == SeatAction.Hold)
        {
            _holds[answered.Id] = answered.Hold;
        }

        var refusalsMatterUntil = answered.Action switch
        {
            SeatAction.Hold => _recorder.At(answered.ExpiresAt),
            SeatAction.Order => SeatOperation.Never,
            _ => long.MinValue,
        };
        if (Array.Exists(same, attempt => attempt.Result == SeatResult.Done && (attempt.Id, attempt.ExpiresAt) != (answered.Id, answered.ExpiresAt))
            || Array.Exists(same, attempt => attempt.Result == SeatResult.Refused && attempt.AskedAt > answered.AnsweredAt && _recorder.At(attempt.AnsweredAt) < refusalsMatterUntil))
        {
            _broken.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{answered.Action} {answered.Hold} had different responses (expiry at {_recorder.At(answered.ExpiresAt)} µs):\n    {string.Join("\n    ", same.Select(Describe))}"));
        }
    }

    private string Describe(Attempt attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_recorder.At(attempt.AskedAt)} to {(attempt.AnsweredAt == 0 ? "…" : _recorder.At(attempt.AnsweredAt))} µs: seats {attempt.FirstSeat} + {attempt.SeatCount}, {attempt.Result} {attempt.Id}");

    // Orders and releases are refused as a whole.
    private static bool Names(Attempt refused, int seat) => refused.Action != SeatAction.Hold || (refused.Named >> seat & 1) == 1;
}
