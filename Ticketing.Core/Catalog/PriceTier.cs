using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>The price for a category of seats in a performance.</summary>
public sealed class PriceTier
{
    public required PriceTierId Id { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    /// <summary>The tier's dense number within its performance; holds and screens refer to it.</summary>
    public required short Ordinal { get; init; }

    public required string Name { get; set; }

    /// <summary>The key of the plan's category that has this price.</summary>
    public required string Category { get; set; }

    /// <summary>Its colour on the map: <c>#rrggbb</c>.</summary>
    public required string Color { get; set; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public required long Price { get; set; }

    /// <summary>What the site adds for each seat; minor units.</summary>
    public required long Fee { get; set; }

    /// <summary>Hundredths of a percent: 1,900 is 19 %.</summary>
    public required int TaxBasisPoints { get; set; }

    public required string Currency { get; init; }
}
