using Ticketing.App.WaitingRoom.Admin;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Times that the control room's forms take, in the venue's clock.</summary>
public sealed class VenueClockTests
{
    [Theory]
    [InlineData("2026-11-01T01:45", "America/New_York", null)]
    [InlineData("2026-03-08T02:30", "America/New_York", null)]
    [InlineData("2026-11-01T00:45", "America/New_York", "2026-11-01T04:45:00Z")]
    [InlineData("2026-11-01T02:45", "America/New_York", "2026-11-01T07:45:00Z")]
    [InlineData("2026-10-25T03:00:30", "Europe/Berlin", "2026-10-25T02:00:30Z")]
    [InlineData("tomorrow", "Europe/Berlin", null)]
    public void Time_AsTyped_IsOneInstantOrRefused(string typed, string zone, string? instant)
    {
        var read = VenueClock.Read(typed, zone);

        Assert.Equal(instant is not null, read.Succeeded);
        if (instant is not null)
        {
            Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), read.Value);
        }
    }
}
