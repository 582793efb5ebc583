namespace Ticketing.Core.Payments;

/// <summary>The amounts that a provider charges in one payment; minor units of one currency, both ends included.</summary>
public readonly record struct PaymentLimits(long Min, long Max);
