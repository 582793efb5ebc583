namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The number assigned on joining. From 0: a lot, or after the draw a place. Negative: a suspicious join of the pre-queue (-1 the first,
/// -2 the second …), whose place follows those of the drawn lots.
/// </summary>
public readonly record struct QueueNumber(long Value)
{
    public bool IsLate => Value < 0;

    /// <summary>The place, from 0.</summary>
    /// <param name="draw">The draw; before it there are no places.</param>
    public long PlaceAfter(Draw draw) => IsLate ? draw.Lots - 1 - Value : Value < draw.Lots ? draw.PlaceOf(Value) : Value;

    /// <summary>The lot shown to the visitor for verifying the draw; a negative number shows as one after the draw.</summary>
    public long LotAfter(Draw draw) => IsLate ? PlaceAfter(draw) : Value;
}
