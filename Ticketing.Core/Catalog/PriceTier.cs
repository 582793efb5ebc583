using System.ComponentModel.DataAnnotations.Schema;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>The price of a seat category in a performance.</summary>
public sealed class PriceTier
{
    public required PriceTierId Id { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    /// <summary>The tier's number within its performance, from 0; holds and pages refer to it.</summary>
    public required short Ordinal { get; init; }

    public required string Name { get; set; }

    /// <summary>The key of the plan's seat category.</summary>
    public required string Category { get; set; }

    /// <summary>The colour on the seat map: <c>#rrggbb</c>.</summary>
    public required string Color { get; set; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public required long Price { get; set; }

    /// <summary>The site's fee per seat; minor units.</summary>
    public required long Fee { get; set; }

    /// <summary>Hundredths of a percent: 1,900 is 19 %.</summary>
    public required int TaxBasisPoints { get; set; }

    public required string Currency { get; init; }

    /// <inheritdoc cref="TierRules.OpensAt"/>
    public DateTimeOffset? OpensAt { get; private set; }

    /// <inheritdoc cref="TierRules.ClosesAt"/>
    public DateTimeOffset? ClosesAt { get; private set; }

    /// <inheritdoc cref="TierRules.PerOrderMin"/>
    public int? PerOrderMin { get; private set; }

    /// <inheritdoc cref="TierRules.PerOrderMax"/>
    public int? PerOrderMax { get; private set; }

    /// <inheritdoc cref="TierRules.ByCode"/>
    public bool ByCode { get; private set; }

    // No entity: every context has to know it before it looks at the property's type.
    [NotMapped]
    public TierRules Rules
    {
        get => new(OpensAt, ClosesAt, PerOrderMin, PerOrderMax) { ByCode = ByCode };
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            (OpensAt, ClosesAt, PerOrderMin, PerOrderMax) = (value.OpensAt, value.ClosesAt, value.PerOrderMin, value.PerOrderMax);
            ByCode = value.ByCode;
        }
    }
}
