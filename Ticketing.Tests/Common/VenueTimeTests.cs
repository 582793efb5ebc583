using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Common;

public sealed class VenueTimeTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 28, 19, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "Saturday 28 November 2026, 20:00")]
    [InlineData("de", "Samstag, 28. November 2026, 20:00")]
    public void When_InEachLanguage_IsVenueTimeIn24Hours(string culture, string expected) =>
        Assert.Equal(expected, VenueTime.When(VenueTime.At(Evening, "Europe/Berlin"), CultureInfo.GetCultureInfo(culture)));
}
