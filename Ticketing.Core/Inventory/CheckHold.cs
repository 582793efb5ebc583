using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>
/// Runs the rules that <see cref="HoldSeats.StillChoosing"/> skips, before an order is placed: single seats left, companion seats
/// without their wheelchair place. Placing the order judges the companion seats again, also if this check was skipped.
/// </summary>
public sealed record CheckHold(HoldId Hold, HoldOwner Owner);
