using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>
/// Asks, before an order is placed, what was not asked while the buyer was still choosing: whether the hold leaves a single seat
/// or has a companion seat without its wheelchair place.
/// </summary>
public sealed record CheckHold(HoldId Hold, HoldOwner Owner);
