using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>A paid order in a list of the newest.</summary>
/// <param name="Name">The buyer's; null for those who do not serve buyers.</param>
/// <param name="Seats">Seats that it has now.</param>
/// <param name="StartsAt">In the venue's local time.</param>
public sealed record NewestOrder(
    string Number, OrderStatus Status, string? Name, string Event, DateTimeOffset StartsAt, string TimeZone, int Seats, Money Total,
    Money Refunded, DateTimeOffset PaidAt);
