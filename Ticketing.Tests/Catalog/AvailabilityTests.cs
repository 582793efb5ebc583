using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>A performance's sale state and its published availability.</summary>
public sealed class AvailabilityTests
{
    private static readonly DateTimeOffset OnSale = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset OffSale = OnSale.AddDays(30);

    [Theory]
    [InlineData(PerformanceStatus.Scheduled, -1, SaleState.NotYetOnSale)]
    [InlineData(PerformanceStatus.Scheduled, 0, SaleState.OnSale)]
    [InlineData(PerformanceStatus.Scheduled, (30 * 86_400) - 1, SaleState.OnSale)]
    [InlineData(PerformanceStatus.Scheduled, 30 * 86_400, SaleState.Ended)]
    [InlineData(PerformanceStatus.Paused, -1, SaleState.Paused)]
    [InlineData(PerformanceStatus.Paused, 10, SaleState.Paused)]
    [InlineData(PerformanceStatus.Cancelled, -1, SaleState.Cancelled)]
    [InlineData(PerformanceStatus.Cancelled, 10, SaleState.Cancelled)]
    [InlineData(PerformanceStatus.Postponed, 10, SaleState.Postponed)]
    [InlineData(PerformanceStatus.Completed, 10, SaleState.Ended)]
    public void Sale_ByStatusAndTime_HasAState(PerformanceStatus status, int secondsAfterOnSale, SaleState expected) =>
        Assert.Equal(expected, Performance.SaleStateAt(status, OnSale, OffSale, OnSale.AddSeconds(secondsAfterOnSale)));

    [Fact]
    public void Sale_AnyStatusAnyTime_IsDefined()
    {
        foreach (var status in Enum.GetValues<PerformanceStatus>())
        {
            foreach (var now in new[] { DateTimeOffset.MinValue, OnSale, OffSale, DateTimeOffset.MaxValue })
            {
                Assert.True(Enum.IsDefined(Performance.SaleStateAt(status, OnSale, OffSale, now)));
            }
        }
    }

    [Theory]
    [InlineData(SaleState.OnSale, 400, 0, Availability.Available)]
    [InlineData(SaleState.OnSale, 21, 0, Availability.Available)]
    [InlineData(SaleState.OnSale, 20, 0, Availability.Few)]
    [InlineData(SaleState.OnSale, 1, 0, Availability.Few)]
    [InlineData(SaleState.OnSale, 0, 3, Availability.Few)]
    [InlineData(SaleState.OnSale, 0, 0, Availability.SoldOut)]
    [InlineData(SaleState.NotYetOnSale, 0, 0, Availability.NotYetOnSale)]
    [InlineData(SaleState.Paused, 5, 0, Availability.Paused)]
    [InlineData(SaleState.Postponed, 5, 0, Availability.Postponed)]
    [InlineData(SaleState.Ended, 5, 0, Availability.Ended)]
    [InlineData(SaleState.Cancelled, 0, 0, Availability.Cancelled)]
    public void Availability_BySaleAndSeats_IsPublished(SaleState sale, int free, int held, Availability expected)
    {
        var word = Availabilities.Of(sale, new SeatCount(free, held), 400);

        Assert.Equal(expected, word);
        Assert.Equal(sale == SaleState.OnSale && free + held > 0, word.IsOpen());
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(200, 10)]
    [InlineData(400, 20)]
    [InlineData(2_000, 100)]
    [InlineData(80_000, 100)]
    public void FewMax_OfAVenue_IsATwentiethWithinLimits(int seats, int few) => Assert.Equal(few, Availabilities.FewMax(seats));
}
