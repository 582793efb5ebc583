namespace Ticketing.Load.Proof;

/// <summary>One request and what came of it, as it was written down while it happened.</summary>
internal struct Attempt
{
    /// <summary>What it asked; with <see cref="Hold"/> it tells which requests are repeats of one another: those have the same key.</summary>
    public SeatAct Act;

    /// <summary>Unknown until an answer says more.</summary>
    public SeatResult Result;

    /// <summary>It never left: nobody listened.</summary>
    public bool IsVoid;

    /// <summary>The number of the hold that it is about.</summary>
    public int Hold;

    public int FirstSeat;
    public int SeatCount;

    /// <summary>Of a refused hold: the seats that the refusal named, a bit each, counted from the first.</summary>
    public ulong Named;

    public long AskedAt;
    public long AnsweredAt;

    /// <summary>What was made: the hold or the order.</summary>
    public Guid Id;

    public DateTimeOffset ExpiresAt;
}
