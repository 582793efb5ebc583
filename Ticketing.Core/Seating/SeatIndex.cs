namespace Ticketing.Core.Seating;

/// <summary>A seat's dense index, 0 to N-1 within a performance, fixed when its plan is compiled.</summary>
public readonly record struct SeatIndex(int Value) : IComparable<SeatIndex>
{
    public int CompareTo(SeatIndex other) => Value.CompareTo(other.Value);

    public static bool operator <(SeatIndex left, SeatIndex right) => left.Value < right.Value;

    public static bool operator >(SeatIndex left, SeatIndex right) => left.Value > right.Value;

    public static bool operator <=(SeatIndex left, SeatIndex right) => left.Value <= right.Value;

    public static bool operator >=(SeatIndex left, SeatIndex right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
