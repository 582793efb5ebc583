namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// What a person got when they joined. From 0 on: a lot, or after the draw a place. Below 0: one of those who joined the pre-queue
/// in a way that people do not (-1 the first, -2 the second …); their places follow those of the drawn lots.
/// </summary>
public readonly record struct QueueNumber(long Value)
{
    public bool IsLate => Value < 0;

    /// <summary>The place, counted from 0.</summary>
    /// <param name="draw">The draw, held: before it nobody has a place.</param>
    public long PlaceAfter(Draw draw) => IsLate ? draw.Lots - 1 - Value : Value < draw.Lots ? draw.PlaceOf(Value) : Value;

    /// <summary>What the person is told their lot is, so that they can check the draw: a late one looks like the first after it.</summary>
    public long LotAfter(Draw draw) => IsLate ? PlaceAfter(draw) : Value;
}
