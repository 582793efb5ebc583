using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Extras;

public enum ExtraKind
{
    /// <summary>Has a price: parking, a programme, merchandise.</summary>
    Product,

    /// <summary>The buyer chooses the amount.</summary>
    Donation,
}

/// <summary>
/// What an event sells beside its seats. Its stock is shared by all dates of the event. Amounts are minor units of
/// <see cref="Currency"/>, at prices as the organization states them: with or without tax.
/// </summary>
public sealed class Extra
{
    /// <summary>The maximum number of extras of an event that are not removed.</summary>
    public const int PerEventMax = 20;

    public required ExtraId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required EventId EventId { get; init; }

    /// <summary>Its place among the event's extras; lower ones come first.</summary>
    public required int Position { get; set; }

    public required ExtraKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>Plain text; empty: none.</summary>
    public required string Description { get; set; }

    /// <summary>ISO 4217: the currency of the event's dates.</summary>
    public required string Currency { get; init; }

    /// <summary>Per unit; of a donation the least amount.</summary>
    public required long Price { get; set; }

    /// <summary>Of a donation the largest amount; null for other kinds.</summary>
    public long? PriceMax { get; set; }

    public required int TaxBasisPoints { get; set; }

    /// <summary>Units for all dates together; null: unlimited.</summary>
    public int? Stock { get; set; }

    /// <summary>Units in orders that are not returned. Counted by SQL statements only, never by the change tracker.</summary>
    public int Sold { get; private init; }

    public required int PerOrderMax { get; set; }

    /// <summary>Whether each unit has a voucher of its own with a code. Otherwise it is handed out by the order's list.</summary>
    public required bool HasVoucher { get; set; }

    /// <summary>Sold only with a seat of one of these categories of the plan; empty: with every seat.</summary>
    public required string[] Categories { get; set; }

    /// <summary>The price of one unit per seat of <see cref="WithSeatCategories"/>; null: there is no such price.</summary>
    public long? WithSeatPrice { get; set; }

    /// <summary>The categories whose seats give <see cref="WithSeatPrice"/>; empty: all.</summary>
    public required string[] WithSeatCategories { get; set; }

    /// <summary>When it was removed: it is not sold any more; orders keep theirs. Null: it is on sale.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Units that are left; null: unlimited.</summary>
    public int? Left => Stock is { } stock ? Math.Max(0, stock - Sold) : null;

    /// <summary>The values that members change, for the audit log.</summary>
    public string ToAuditJson() => JsonSerializer.Serialize(
        new
        {
            kind = EnumWords.ToWord(Kind),
            name = Name,
            price = Price,
            priceMax = PriceMax,
            currency = Currency,
            taxBasisPoints = TaxBasisPoints,
            stock = Stock,
            perOrderMax = PerOrderMax,
            hasVoucher = HasVoucher,
            categories = Categories,
            withSeatPrice = WithSeatPrice,
            withSeatCategories = WithSeatCategories,
            removed = RemovedAt is not null,
        },
        JsonSerializerOptions.Web);
}
