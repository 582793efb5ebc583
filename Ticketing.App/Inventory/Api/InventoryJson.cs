using System.Text.Json.Serialization;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(ChangeHoldRequest))]
[JsonSerializable(typeof(HoldResponse))]
internal sealed partial class InventoryJson : JsonSerializerContext;
