using OtpNet;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.Tests.Access;

public sealed class TimeCodesTests
{
    private const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void StepOf_CodeOfANearbyStep_IsAcceptedWithinOneStep(int steps, bool accepted)
    {
        var now = new DateTimeOffset(2026, 11, 29, 12, 0, 15, TimeSpan.Zero);
        var code = new Totp(Base32Encoding.ToBytes(Key)).ComputeTotp(now.UtcDateTime.AddSeconds(30 * steps));

        Assert.Equal(accepted, TimeCodes.StepOf(Key, code, after: 0, now) is not null);
    }
}
