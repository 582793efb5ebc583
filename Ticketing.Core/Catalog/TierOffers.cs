using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>
/// What a price tier offers below its full price: reduced prices that buyers choose per seat, and a price for groups, which applies by itself.
/// Amounts are minor units of the performance's currency.
/// </summary>
/// <param name="Reductions">In display order; their names differ.</param>
/// <param name="Group">Null: none.</param>
public sealed record TierOffers(ImmutableArray<ReducedPrice> Reductions, GroupPrice? Group)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static TierOffers None { get; } = new([], null);

    [JsonIgnore]
    public bool IsEmpty => Reductions.IsEmpty && Group is null;

    /// <summary>The reduction with this name; null: there is none.</summary>
    public ReducedPrice? Find(string name) => Reductions.FirstOrDefault(reduction => reduction.Name == name);

    /// <summary>As JSON: the same offers are the same text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <exception cref="JsonException">They are no offers.</exception>
    public static TierOffers Read(string json) =>
        JsonSerializer.Deserialize<TierOffers>(json, Options) is { } read
            ? read with { Reductions = read.Reductions.IsDefault ? [] : read.Reductions }
            : throw new JsonException("The offers are null.");
}

/// <summary>A reduced price of a tier.</summary>
/// <param name="Id">The same in the draft that it comes from.</param>
/// <param name="Name">For buyers, tickets and lists: <c>Child</c>. Orders keep it.</param>
/// <param name="Price">Minor units. Charged if it is lower than the seat's full price.</param>
/// <param name="Note">For buyers: <c>ID at the door</c>; null: none.</param>
/// <param name="PerOrderMax">How many seats of an order can have it; null: any number.</param>
/// <param name="IsCompanion">Only for companion seats, at most one for each wheelchair place of the order.</param>
public sealed record ReducedPrice(Guid Id, string Name, long Price, string? Note = null, int? PerOrderMax = null, bool IsCompanion = false);

/// <summary>The price of each seat of a tier in an order with many of them.</summary>
/// <param name="From">The number of the tier's seats in one order from which it applies; at least 2.</param>
/// <param name="Price">Minor units.</param>
public sealed record GroupPrice(int From, long Price);

/// <summary>
/// The offers of a tier in a period. A publication that changes them ends the current period and begins another one, so that an order has
/// the offers that were in force when its hold was made.
/// </summary>
public sealed class StoredTierOffers
{
    public required Guid Id { get; init; }

    public required PriceTierId TierId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    /// <summary><see cref="TierOffers"/> as JSON.</summary>
    public required string Terms { get; init; }

    /// <summary>Inclusive.</summary>
    public required DateTimeOffset FromAt { get; init; }

    /// <summary>Exclusive; null: in force.</summary>
    public DateTimeOffset? UntilAt { get; set; }
}
