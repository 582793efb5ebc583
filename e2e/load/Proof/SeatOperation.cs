namespace Ticketing.Load.Proof;

/// <summary>What was asked about a seat.</summary>
internal enum SeatAct : byte
{
    Hold,
    Order,
    Release,

    /// <summary>Not asked of the application: what the seat's row in PostgreSQL said, sold or not, and for which hold.</summary>
    Look,
}

/// <summary>What came of it.</summary>
internal enum SeatResult : byte
{
    /// <summary>No answer, or one that says nothing (5xx): it may have happened, may happen yet, or never.</summary>
    Unknown,

    Done,

    /// <summary>Nothing was changed. Of a hold: because somebody else has this seat.</summary>
    Refused,

    /// <summary>A hold was refused because of another of its seats: this one may have been reserved for a moment.</summary>
    GivenBack,
}

/// <summary>One operation on one seat, as somebody outside sees it: it took effect, if ever, between two moments.</summary>
/// <param name="Hold">The number of the hold that is asked for, ordered, released, or found to have been ordered (<see cref="NoHold"/>: not sold).</param>
/// <param name="From">When it was asked first. All times are microseconds since the recording began.</param>
/// <param name="Until">When it was answered; <see cref="Never"/> where it was not.</param>
internal sealed record SeatOperation(SeatAct Act, SeatResult Result, int Hold, long From, long Until)
{
    public const long Never = long.MaxValue;
    public const int NoHold = -1;

    /// <summary>Of a hold that was granted: until when, as the application has said.</summary>
    public long ExpiresAt { get; init; }

    public override string ToString() => Result == SeatResult.Done && Act == SeatAct.Hold
        ? FormattableString.Invariant($"{Time(From)} to {Time(Until)} ms: hold {Hold} {Word}, until {Time(ExpiresAt)} ms")
        : FormattableString.Invariant($"{Time(From)} to {Time(Until)} ms: {Act} {(Hold == NoHold ? "nobody" : Hold)} {Word}");

    private string Word => Result.ToString().ToUpperInvariant();

    private static string Time(long microseconds) => microseconds == Never ? "…" : FormattableString.Invariant($"{microseconds / 1000.0:F1}");
}
