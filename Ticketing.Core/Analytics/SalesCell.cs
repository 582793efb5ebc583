using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Core.Analytics;

/// <summary>The key of a row of <c>sales_minutes</c>.</summary>
/// <param name="Minute">The begin of the minute, UTC.</param>
/// <param name="Channel">See <see cref="SalesChannels"/>.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct SalesCell(
    PerformanceId Performance, DateTimeOffset Minute, PriceTierId Tier, string Section, string Channel, string Currency)
{
    /// <summary>The minute that contains <paramref name="at"/>.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}

/// <summary>Figures of one cell.</summary>
public readonly record struct SalesLine(SalesCell Cell, SalesSums Sums);

/// <summary>Where an order was placed.</summary>
public static class SalesChannels
{
    /// <summary>The site and its API.</summary>
    public const string Web = "web";

    /// <summary>Sold by a member.</summary>
    public const string BoxOffice = "box-office";

    public static string Of(OrderChannel channel) => channel switch
    {
        OrderChannel.Web => Web,
        OrderChannel.BoxOffice => BoxOffice,
    };
}
