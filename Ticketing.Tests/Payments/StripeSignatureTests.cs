using System.Text;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Tests.Payments;

public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_test_secret";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("""{"id":"evt_1","object":"event"}""");

    [Fact]
    public void Check_SignedNow_IsGood() => Assert.Null(Check(StripeSignature.Sign(Payload, Secret, Now)));

    [Fact]
    public void Sign_KnownPayload_MatchesStripesScheme() =>
        // Computed with openssl: printf '1800000000.{...}' | openssl dgst -sha256 -hmac whsec_test_secret
        Assert.Equal(
            "t=1800000000,v1=d0ffffa7434b9a227ebe60bf97ad6137fbc31cbd39613e1ac0e4bc924c41fde7",
            StripeSignature.Sign(Payload, Secret, Now));

    [Theory]
    [InlineData(299, null)]
    [InlineData(300, null)]
    [InlineData(301, WebhookRefusal.SignatureStale)]
    [InlineData(-300, null)]
    [InlineData(-301, WebhookRefusal.SignatureStale)]
    public void Check_ByAge_HonoursTheTolerance(int ageSeconds, WebhookRefusal? expected) =>
        Assert.Equal(expected, Check(StripeSignature.Sign(Payload, Secret, Now.AddSeconds(-ageSeconds))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=1800000000")]
    [InlineData("v1=00")]
    [InlineData("t=1800000000,v0=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=abc,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=-5,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1800000000,v1=zz")]
    [InlineData("t=1800000000,v1=00000000000000000000000000000000000000000000000000000000000000000000")]
    public void Check_HeaderWithoutSignature_IsMissing(string? header) => Assert.Equal(WebhookRefusal.SignatureMissing, Check(header));

    [Fact]
    public void Check_TimeGivenTwice_IsMissing() =>
        Assert.Equal(WebhookRefusal.SignatureMissing, Check("t=1," + StripeSignature.Sign(Payload, Secret, Now)));

    [Fact]
    public void Check_HugeHeader_IsMissing() =>
        Assert.Equal(WebhookRefusal.SignatureMissing, Check(StripeSignature.Sign(Payload, Secret, Now) + new string(',', 5000)));

    [Fact]
    public void Check_OtherSecret_IsWrong() => Assert.Equal(WebhookRefusal.SignatureWrong, Check(StripeSignature.Sign(Payload, "whsec_other", Now)));

    [Fact]
    public void Check_AlteredPayload_IsWrong()
    {
        var header = StripeSignature.Sign(Payload, Secret, Now);
        for (var i = 0; i < Payload.Length; i++)
        {
            var altered = Payload.ToArray();
            altered[i] ^= 1;
            Assert.Equal(WebhookRefusal.SignatureWrong, StripeSignature.Check(altered, header, [Secret], Now));
        }
    }

    [Fact]
    public void Check_AlteredTime_IsWrong() =>
        Assert.Equal(WebhookRefusal.SignatureWrong, Check(StripeSignature.Sign(Payload, Secret, Now).Replace("t=1800000000", "t=1800000001", StringComparison.Ordinal)));

    [Fact]
    public void Check_SeveralSignatures_OneGoodIsEnough()
    {
        var good = StripeSignature.Sign(Payload, Secret, Now);
        Assert.Null(Check(good.Replace(",v1", ",v1=" + new string('0', 64) + ",v0=x,v1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_RotatedSecret_BothAreGood()
    {
        Assert.Null(StripeSignature.Check(Payload, StripeSignature.Sign(Payload, "whsec_old", Now), ["whsec_new", "whsec_old"], Now));
        Assert.Null(StripeSignature.Check(Payload, StripeSignature.Sign(Payload, "whsec_new", Now), ["whsec_new", "whsec_old"], Now));
    }

    [Fact]
    public void Check_StaleAndWrong_IsWrong() =>
        Assert.Equal(WebhookRefusal.SignatureWrong, Check(StripeSignature.Sign(Payload, "whsec_other", Now.AddHours(-1))));

    private static WebhookRefusal? Check(string? header) => StripeSignature.Check(Payload, header, [Secret], Now);
}
