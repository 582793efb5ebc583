using System.Globalization;

namespace Ticketing.Load.Proof;

/// <summary>
/// A recording as what it says of each seat. Requests with the same key are one operation: it happens once, between the first request
/// and the first answer that says so. Where none does, those without an answer may still happen, also after a repeat was refused.
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
        foreach (var same in recorder.Attempts.ToArray().Where(attempt => !attempt.IsVoid).GroupBy(attempt => (attempt.Act, attempt.Hold)))
        {
            Add([.. same]);
        }
    }

    public IReadOnlyList<IReadOnlyList<SeatOperation>> Seats => _seats;

    /// <summary>Requests whose repeat got another answer.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Adds what a seat's row was found to say.</summary>
    /// <param name="soldTo">The hold whose order has it; null: it is not sold.</param>
    /// <param name="at">Microseconds since the recording began.</param>
    public void AddLook(int seat, Guid? soldTo, long at) => _seats[seat].Add(new SeatOperation(
        SeatAct.Look, SeatResult.Done, soldTo is { } hold ? _holds.GetValueOrDefault(hold, int.MaxValue) : SeatOperation.NoHold, at, at));

    private void Add(Attempt[] same)
    {
        var first = same[0];
        var done = Array.FindAll(same, attempt => attempt.Result == SeatResult.Done);
        foreach (var refused in same.Where(attempt => attempt.Result == SeatResult.Refused))
        {
            Add(refused, seat => new SeatOperation(
                refused.Act, Names(refused, seat) ? SeatResult.Refused : SeatResult.GivenBack, refused.Hold, _recorder.At(refused.AskedAt), _recorder.At(refused.AnsweredAt)));
        }

        if (done.Length > 0)
        {
            var answered = done.MinBy(attempt => attempt.AnsweredAt);
            var asked = same.Where(attempt => attempt.Result != SeatResult.Refused).Min(attempt => attempt.AskedAt);
            var operation = new SeatOperation(first.Act, SeatResult.Done, first.Hold, _recorder.At(asked), _recorder.At(answered.AnsweredAt))
            {
                ExpiresAt = _recorder.At(answered.ExpiresAt),
            };
            Add(first, _ => operation);
            Compare(same, answered);
        }
        else if (Array.FindAll(same, attempt => attempt.Result == SeatResult.Unknown) is { Length: > 0 } unknown)
        {
            var asked = _recorder.At(unknown.Min(attempt => attempt.AskedAt));
            Add(first, _ => new SeatOperation(first.Act, SeatResult.Unknown, first.Hold, asked, SeatOperation.Never));
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
    /// A repeat is told of the same hold or order again. Not so of a hold that is over: when others have its seats by then, that is
    /// the answer. Who gives a hold back twice is told that it is gone.
    /// </summary>
    private void Compare(Attempt[] same, Attempt answered)
    {
        if (answered.Act == SeatAct.Hold)
        {
            _holds[answered.Id] = answered.Hold;
        }

        var refusalsMatterUntil = answered.Act switch
        {
            SeatAct.Hold => _recorder.At(answered.ExpiresAt),
            SeatAct.Order => SeatOperation.Never,
            _ => long.MinValue,
        };
        if (Array.Exists(same, attempt => attempt.Result == SeatResult.Done && (attempt.Id, attempt.ExpiresAt) != (answered.Id, answered.ExpiresAt))
            || Array.Exists(same, attempt => attempt.Result == SeatResult.Refused && attempt.AskedAt > answered.AnsweredAt && _recorder.At(attempt.AnsweredAt) < refusalsMatterUntil))
        {
            _broken.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{answered.Act} {answered.Hold} was answered in different ways (its time ends at {_recorder.At(answered.ExpiresAt)} µs):\n    {string.Join("\n    ", same.Select(Describe))}"));
        }
    }

    private string Describe(Attempt attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_recorder.At(attempt.AskedAt)} to {(attempt.AnsweredAt == 0 ? "…" : _recorder.At(attempt.AnsweredAt))} µs: seats {attempt.FirstSeat} + {attempt.SeatCount}, {attempt.Result} {attempt.Id}");

    // An order or a release is refused as a whole.
    private static bool Names(Attempt refused, int seat) => refused.Act != SeatAct.Hold || (refused.Named >> seat & 1) == 1;
}
