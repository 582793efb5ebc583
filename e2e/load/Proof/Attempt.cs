namespace Ticketing.Load.Proof;

/// <summary>A recorded request and its result.</summary>
internal struct Attempt
{
    /// <summary>The action. Requests with the same action and <see cref="Hold"/> share a key and are repeats.</summary>
    public SeatAction Action;

    /// <summary>Unknown without a conclusive response.</summary>
    public SeatResult Result;

    /// <summary>Not sent: no listener.</summary>
    public bool IsVoid;

    /// <summary>The number of the hold.</summary>
    public int Hold;

    public int FirstSeat;
    public int SeatCount;

    /// <summary>Seats named by a refused hold, one bit each from the first.</summary>
    public ulong Named;

    public long AskedAt;
    public long AnsweredAt;

    /// <summary>Id of the created hold or order.</summary>
    public Guid Id;

    public DateTimeOffset ExpiresAt;
}
