namespace Ticketing.Core.Common;

/// <summary>A strongly typed id: the compiler refuses an order's id where a hold's is expected.</summary>
/// <typeparam name="TSelf">The id's own type.</typeparam>
public interface ITypedId<TSelf> where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>A UUIDv7 (RFC 9562): sorted by creation time, which keeps indexes compact.</summary>
    Guid Value { get; }

    /// <summary>Wraps a value from the database or a request.</summary>
    static abstract TSelf From(Guid value);
}

public readonly record struct OrganizationId(Guid Value) : ITypedId<OrganizationId>
{
    public static OrganizationId From(Guid value) => new(value);
    public static OrganizationId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct VenueId(Guid Value) : ITypedId<VenueId>
{
    public static VenueId From(Guid value) => new(value);
    public static VenueId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct SeatingPlanId(Guid Value) : ITypedId<SeatingPlanId>
{
    public static SeatingPlanId From(Guid value) => new(value);
    public static SeatingPlanId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct EventId(Guid Value) : ITypedId<EventId>
{
    public static EventId From(Guid value) => new(value);
    public static EventId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct PerformanceId(Guid Value) : ITypedId<PerformanceId>
{
    public static PerformanceId From(Guid value) => new(value);
    public static PerformanceId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct PriceTierId(Guid Value) : ITypedId<PriceTierId>
{
    public static PriceTierId From(Guid value) => new(value);
    public static PriceTierId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct HoldId(Guid Value) : ITypedId<HoldId>
{
    public static HoldId From(Guid value) => new(value);
    public static HoldId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct OrderId(Guid Value) : ITypedId<OrderId>
{
    public static OrderId From(Guid value) => new(value);
    public static OrderId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct OrderItemId(Guid Value) : ITypedId<OrderItemId>
{
    public static OrderItemId From(Guid value) => new(value);
    public static OrderItemId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct PromoCodeId(Guid Value) : ITypedId<PromoCodeId>
{
    public static PromoCodeId From(Guid value) => new(value);
    public static PromoCodeId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A campaign of promo codes.</summary>
public readonly record struct PromoCampaignId(Guid Value) : ITypedId<PromoCampaignId>
{
    public static PromoCampaignId From(Guid value) => new(value);
    public static PromoCampaignId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A presale of an event.</summary>
public readonly record struct PresaleId(Guid Value) : ITypedId<PresaleId>
{
    public static PresaleId From(Guid value) => new(value);
    public static PresaleId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A code that opens a presale.</summary>
public readonly record struct AccessCodeId(Guid Value) : ITypedId<AccessCodeId>
{
    public static AccessCodeId From(Guid value) => new(value);
    public static AccessCodeId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct TicketId(Guid Value) : ITypedId<TicketId>
{
    public static TicketId From(Guid value) => new(value);
    public static TicketId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A signed-in person's account.</summary>
public readonly record struct UserId(Guid Value) : ITypedId<UserId>
{
    public static UserId From(Guid value) => new(value);
    public static UserId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct ExtraId(Guid Value) : ITypedId<ExtraId>
{
    public static ExtraId From(Guid value) => new(value);
    public static ExtraId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct OrderExtraId(Guid Value) : ITypedId<OrderExtraId>
{
    public static OrderExtraId From(Guid value) => new(value);
    public static OrderExtraId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

public readonly record struct QuestionId(Guid Value) : ITypedId<QuestionId>
{
    public static QuestionId From(Guid value) => new(value);
    public static QuestionId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>Seats of a performance that are set aside for a channel.</summary>
public readonly record struct AllotmentId(Guid Value) : ITypedId<AllotmentId>
{
    public static AllotmentId From(Guid value) => new(value);
    public static AllotmentId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A member's time at a cash drawer.</summary>
public readonly record struct ShiftId(Guid Value) : ITypedId<ShiftId>
{
    public static ShiftId From(Guid value) => new(value);
    public static ShiftId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>An entrance of a venue.</summary>
public readonly record struct GateId(Guid Value) : ITypedId<GateId>
{
    public static GateId From(Guid value) => new(value);
    public static GateId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A phone or scanner that checks tickets.</summary>
public readonly record struct DeviceId(Guid Value) : ITypedId<DeviceId>
{
    public static DeviceId From(Guid value) => new(value);
    public static DeviceId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}
