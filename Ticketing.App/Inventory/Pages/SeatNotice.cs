using Ticketing.Core.Seating;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Something to tell the buyer, with what can be done about it.</summary>
/// <param name="Reason">A stable word for tests and styles, e.g. <c>seats-taken</c>.</param>
public sealed record SeatNotice(string Reason, string Text)
{
    /// <summary>Seats that can be had instead of those that were lost.</summary>
    public IReadOnlyList<SeatIndex> Offered { get; init; } = [];

    /// <summary>Seats to show on the map.</summary>
    public IReadOnlyList<SeatIndex> Shown { get; init; } = [];

    /// <summary>The same search again, with the party apart.</summary>
    public BestSeatsRequest? Apart { get; init; }

    /// <summary>The waiting room is the way to more.</summary>
    public bool LinesUpAgain { get; init; }

    public bool IsGood { get; init; }
}
