namespace Ticketing.Core.Payments;

/// <summary>Money that was given back for the payment of an order: a refund that counts, or a lost dispute.</summary>
/// <param name="At">When a refund was decided, or seen first if it was made at the provider; when the bank decided a dispute.</param>
/// <param name="Amount">Minor units of the payment's currency.</param>
public readonly record struct ReturnedAmount(DateTimeOffset At, long Amount);
