using System.Text.Json.Serialization;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Api;

/// <summary>Seats to hold: <c>seats</c>, or <c>area</c> and <c>quantity</c>, or <c>bestAvailable</c>; one of the three.</summary>
internal sealed record HoldRequest
{
    public IReadOnlyList<string?>? Seats { get; init; }

    public string? Area { get; init; }

    public int? Quantity { get; init; }

    public BestAvailableRequestBody? BestAvailable { get; init; }
}

internal sealed record BestAvailableRequestBody
{
    public required int Quantity { get; init; }

    /// <summary>The name of a price tier.</summary>
    public string? Tier { get; init; }

    public bool Together { get; init; } = true;

    public int Wheelchairs { get; init; }
}

/// <summary>Seats to add, in the same three forms, and seats to release.</summary>
internal sealed record ChangeHoldRequest
{
    public HoldRequest? Add { get; init; }

    public IReadOnlyList<string?>? Remove { get; init; }

    /// <summary>The hold's secret, where it is not sent as a bearer token.</summary>
    public string? Secret { get; init; }
}

/// <param name="Secret">Authorizes use of the hold. Returned once, to the guest who created it.</param>
/// <param name="RemainingSeconds">Seconds left at the time of the response, rounded up. Count down from this value instead of comparing
/// clocks.</param>
internal sealed record HoldResponse(
    Guid Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret,
    Guid PerformanceId,
    DateTimeOffset ExpiresAt,
    int RemainingSeconds,
    bool CanExtend,
    IReadOnlyList<HeldSeatResponse> Seats,
    Money Total)
{
    public static HoldResponse Of(HeldSeats hold, string? secret, DateTimeOffset now) => new(
        hold.Id.Value,
        secret,
        hold.Performance.Value,
        hold.ExpiresAt,
        (int)Math.Ceiling(hold.Remaining(now).TotalSeconds),
        !hold.Extended,
        [.. hold.Seats.Select(seat => new HeldSeatResponse(seat.Index.Value, seat.Label, seat.TierName, seat.Price, seat.Fee))],
        hold.Total);
}

internal sealed record HeldSeatResponse(int Index, string Label, string Tier, Money Price, Money Fee);

/// <summary>Offers of free seats, best first.</summary>
internal sealed record BestSeatsResponse(IReadOnlyList<SeatOfferResponse> Offers)
{
    public static BestSeatsResponse Of(FoundSeatOffers found) => new(
        [.. found.Offers.Select(offer => SeatOfferResponse.Of([.. offer.Seats.Select(seat => OfferedSeatResponse.Of(seat, found.Facts))], offer.IsCheapest, found.Facts))]);
}

/// <param name="Cheapest">Its seats are of the cheapest category in which the party fits.</param>
/// <param name="Total">Sum of all prices and fees.</param>
internal sealed record SeatOfferResponse(bool Cheapest, IReadOnlyList<OfferedSeatResponse> Seats, Money Total)
{
    public static SeatOfferResponse Of(IReadOnlyList<OfferedSeatResponse> seats, bool cheapest, SellingFacts facts) =>
        new(cheapest, seats, new Money(seats.Sum(seat => seat.Price.Amount + seat.Fee.Amount), facts.Terms.Currency));
}

/// <param name="Row">Empty for a place in an area.</param>
internal sealed record OfferedSeatResponse(int Index, string Label, string Section, string Row, string Number, string Tier, Money Price, Money Fee)
{
    public static OfferedSeatResponse Of(SeatIndex seat, SellingFacts facts)
    {
        var (plan, tier, currency) = (facts.Plan, facts.TierOf(seat)!, facts.Terms.Currency);
        return new OfferedSeatResponse(
            seat.Value, plan.LabelOf(seat), plan.SectionOf(seat).Name, plan.RowOf(seat), plan.NumberOf(seat), tier.Name,
            new Money(tier.Price, currency), new Money(tier.Fee, currency));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(ChangeHoldRequest))]
[JsonSerializable(typeof(HoldResponse))]
[JsonSerializable(typeof(BestSeatsResponse))]
internal sealed partial class InventoryJson : JsonSerializerContext;
