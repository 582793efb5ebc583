using System.Globalization;
using Ticketing.App.BackOffice;

namespace Ticketing.Tests.Components;

/// <summary>Formatting of times in the back office.</summary>
public sealed class DeskTimeTests
{
    [Theory]
    [InlineData("en", "Europe/Berlin", "28 Nov 2026, 20:00 GMT+1")]
    [InlineData("de", "Europe/Berlin", "28.11.2026, 20:00 GMT+1")]
    [InlineData("en", "Asia/Kolkata", "29 Nov 2026, 00:30 GMT+5:30")]
    [InlineData("en", "Europe/London", "28 Nov 2026, 19:00 GMT")]
    [InlineData("en", "America/New_York", "28 Nov 2026, 14:00 GMT-5")]
    public void Text_OfAnInstant_IsVenueTimeWithZone(string language, string zone, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(text, DeskTime.Text(new DateTimeOffset(2026, 11, 28, 19, 0, 0, TimeSpan.Zero), zone));
    }
}
