namespace Ticketing.Load.Proof;

/// <summary>An action on a seat.</summary>
internal enum SeatAction : byte
{
    Hold,
    Order,
    Release,

    /// <summary>A read of the seat's row in PostgreSQL: sold or not, and by which hold.</summary>
    Read,
}

/// <summary>Result of an action.</summary>
internal enum SeatResult : byte
{
    /// <summary>No response or 5xx: it may have taken effect, may still, or never will.</summary>
    Unknown,

    Done,

    /// <summary>No change. Of a hold: because another hold has this seat.</summary>
    Refused,

    /// <summary>A hold was refused because of another of its seats; this one may have been reserved briefly.</summary>
    GivenBack,
}

/// <summary>One operation on one seat as observed by the client: it takes effect, if at all, between two times.</summary>
/// <param name="Hold">The number of the hold; for a read that of the sold seat's hold (<see cref="NoHold"/>: not sold).</param>
/// <param name="From">Time of the first request. All times are microseconds since the start of the recording.</param>
/// <param name="Until">Time of the response; <see cref="Never"/> without one.</param>
internal sealed record SeatOperation(SeatAction Action, SeatResult Result, int Hold, long From, long Until)
{
    public const long Never = long.MaxValue;
    public const int NoHold = -1;

    /// <summary>Expiry of a granted hold by the application's response.</summary>
    public long ExpiresAt { get; init; }

    public override string ToString() => Result == SeatResult.Done && Action == SeatAction.Hold
        ? FormattableString.Invariant($"{Time(From)} to {Time(Until)} ms: hold {Hold} {Word}, until {Time(ExpiresAt)} ms")
        : FormattableString.Invariant($"{Time(From)} to {Time(Until)} ms: {Action} {(Hold == NoHold ? "none" : Hold)} {Word}");

    private string Word => Result.ToString().ToUpperInvariant();

    private static string Time(long microseconds) => microseconds == Never ? "…" : FormattableString.Invariant($"{microseconds / 1000.0:F1}");
}
