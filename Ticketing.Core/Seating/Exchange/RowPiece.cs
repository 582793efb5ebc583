using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>A part of a row that one <see cref="RowObject"/> can draw.</summary>
/// <param name="First">The index of its first seat in the row.</param>
/// <param name="Radius">As <see cref="RowObject.Radius"/>.</param>
/// <param name="Error">The largest distance of a seat from where it was; centimetres.</param>
internal sealed record RowPiece(
    int First, int Count, PlanPoint At, double Angle, double Radius, double Spacing, IReadOnlyList<Aisle> Aisles, double Error)
{
    /// <summary>The angle, position and lengths rounded as a person would write them; far below a centimetre at a row's end.</summary>
    public RowPiece Rounded() => this with
    {
        At = new PlanPoint(Math.Round(At.X, 2), Math.Round(At.Y, 2)),
        Angle = Math.Round(Angle, 4) + 0.0,
        Radius = Math.Round(Radius, 2),
        Spacing = Math.Round(Spacing, 3),
        Aisles = [.. Aisles.Select(aisle => aisle with { Width = Math.Round(aisle.Width, 2) })],
    };
}
