using Ticketing.Core.Seating;

namespace Ticketing.App.Inventory.Pages;

/// <summary>A notice to the buyer, with the actions it offers.</summary>
/// <param name="Reason">Stable code for tests and styles, e.g. <c>seats-taken</c>.</param>
public sealed record SeatNotice(string Reason, string Text)
{
    /// <summary>Free seats offered instead of the taken ones.</summary>
    public IReadOnlyList<SeatIndex> Offered { get; init; } = [];

    /// <summary>Seats to highlight on the map.</summary>
    public IReadOnlyList<SeatIndex> Shown { get; init; } = [];

    /// <summary>The same search without the side-by-side condition.</summary>
    public BestSeatsRequest? Apart { get; init; }

    /// <summary>Offers a link to the waiting room.</summary>
    public bool OffersQueue { get; init; }

    /// <summary>Where the buyer continues, and the link's text.</summary>
    public (string Address, string Text)? Link { get; init; }

    public bool IsGood { get; init; }
}
