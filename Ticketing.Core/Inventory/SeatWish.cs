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

    /// <summary>The best seats there are.</summary>
    /// <param name="Tier">Only of the price tier with this name; null: of any.</param>
    /// <param name="Together">Side by side in one row, or not at all.</param>
    public sealed record Best(int Quantity, string? Tier, bool Together) : SeatWish
    {
        /// <summary>How many of them are to be wheelchair places; with 0 neither those nor companion seats are offered.</summary>
        public int Wheelchairs { get; init; }

        /// <summary>Near this seat, for a buyer who has just lost it, instead of near the stage.</summary>
        public SeatIndex? Near { get; init; }
    }
}
