using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>Which seats a buyer asks for.</summary>
public abstract record SeatWish
{
    private SeatWish()
    {
    }

    /// <summary>These seats, by index.</summary>
    public sealed record Seats(IReadOnlyList<SeatIndex> Indexes) : SeatWish;

    /// <summary>These seats, by label: <c>Stalls-A-12</c>.</summary>
    public sealed record Labels(IReadOnlyList<string> Names) : SeatWish;

    /// <summary>Any places of an area.</summary>
    /// <param name="Name">The name of its section.</param>
    public sealed record Area(string Name, int Quantity) : SeatWish;

    /// <summary>The best available seats.</summary>
    /// <param name="Tier">The price tier's name; null: any tier.</param>
    /// <param name="Together">Whether the seats must be side by side in one row.</param>
    public sealed record Best(int Quantity, string? Tier, bool Together) : SeatWish
    {
        /// <summary>The number of wheelchair places among them; 0 excludes wheelchair and companion seats.</summary>
        public int Wheelchairs { get; init; }

        /// <summary>Ranks seats by distance to this seat instead of the stage: a replacement for a seat lost to another buyer.</summary>
        public SeatIndex? Near { get; init; }
    }
}
