using System.Text.Json;
using Stripe;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Tests.Payments;

public sealed class StripeWebhookTests
{
    private const string Intent = """
        {"id":"pi_1","object":"payment_intent","amount":4500,"amount_received":4500,"currency":"eur","status":"succeeded","created":1800000000,"of_tomorrow":{"a":1}}
        """;

    private const string Secret = "whsec_test_secret";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private const string Payload = """{"id":"evt_1","object":"event"}""";

    [Fact]
    public void Check_SignedNow_IsAccepted() => Assert.Null(Check(Sign(Payload, Secret, Now)));

    [Fact]
    public void Sign_KnownPayload_MatchesStripesScheme() =>
        // Computed with openssl: printf '1800000000.{...}' | openssl dgst -sha256 -hmac whsec_test_secret
        Assert.Equal(
            "t=1800000000,v1=d0ffffa7434b9a227ebe60bf97ad6137fbc31cbd39613e1ac0e4bc924c41fde7",
            Sign(Payload, Secret, Now));

    [Theory]
    [InlineData(299, null)]
    [InlineData(300, null)]
    [InlineData(301, WebhookRefusal.SignatureStale)]
    [InlineData(-300, null)]
    [InlineData(-301, WebhookRefusal.SignatureStale)]
    public void Check_ByAge_AppliesTheTolerance(int ageSeconds, WebhookRefusal? expected) =>
        Assert.Equal(expected, Check(Sign(Payload, Secret, Now.AddSeconds(-ageSeconds))));

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
        Assert.Equal(WebhookRefusal.SignatureMissing, Check("t=1," + Sign(Payload, Secret, Now)));

    [Fact]
    public void Check_HugeHeader_IsMissing() =>
        Assert.Equal(WebhookRefusal.SignatureMissing, Check(Sign(Payload, Secret, Now) + new string(',', 5000)));

    [Fact]
    public void Check_OtherSecret_IsWrong() => Assert.Equal(WebhookRefusal.SignatureWrong, Check(Sign(Payload, "whsec_other", Now)));

    [Fact]
    public void Check_AlteredPayload_IsWrong()
    {
        var header = Sign(Payload, Secret, Now);
        for (var i = 0; i < Payload.Length; i++)
        {
            var altered = $"{Payload[..i]}{(char)(Payload[i] ^ 1)}{Payload[(i + 1)..]}";
            Assert.Equal(WebhookRefusal.SignatureWrong, StripeWebhook.Check(altered, header, [Secret], Now));
        }
    }

    [Fact]
    public void Check_AlteredTime_IsWrong() =>
        Assert.Equal(WebhookRefusal.SignatureWrong, Check(Sign(Payload, Secret, Now).Replace("t=1800000000", "t=1800000001", StringComparison.Ordinal)));

    [Fact]
    public void Check_SeveralSignatures_NeedsOneValid()
    {
        var good = Sign(Payload, Secret, Now);
        Assert.Null(Check(good.Replace(",v1", ",v1=" + new string('0', 64) + ",v0=x,v1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_RotatedSecret_AcceptsBoth()
    {
        Assert.Null(StripeWebhook.Check(Payload, Sign(Payload, "whsec_old", Now), ["whsec_new", "whsec_old"], Now));
        Assert.Null(StripeWebhook.Check(Payload, Sign(Payload, "whsec_new", Now), ["whsec_new", "whsec_old"], Now));
    }

    [Fact]
    public void Check_StaleAndWrong_IsWrong() =>
        Assert.Equal(WebhookRefusal.SignatureWrong, Check(Sign(Payload, "whsec_other", Now.AddHours(-1))));

    [Theory]
    [InlineData("2019-12-03")]
    [InlineData("2031-01-01.zebra")]
    [InlineData(null)]
    public void Read_AnyApiVersion_IsRead(string? version)
    {
        var read = StripeWebhook.Read(Event("payment_intent.succeeded", Intent, version));

        var intent = Assert.IsType<PaymentFact.OfIntent>(read.Value!.Fact).Intent;
        Assert.Equal(("pi_1", PaymentIntentStatus.Succeeded, 4500L), (intent.Id, intent.Status, intent.Received.Amount));
    }

    [Theory]
    [InlineData("payment_intent.of_tomorrow", """{"id":"xy_1","object":"hologram","amount":"free"}""")]
    [InlineData("charge.succeeded", """{"id":"ch_1","object":"charge","amount":4500}""")]
    [InlineData("v9.unheard_of", """{"id":"xy_1"}""")]
    public void Read_UnknownTypeOrObject_IsStored(string type, string subject)
    {
        var payload = Event(type, subject, "2031-01-01.zebra");

        var read = StripeWebhook.Read(payload).Value!;

        Assert.IsType<PaymentFact.Other>(read.Fact);
        Assert.Equal(("evt_1", type, payload), (read.Id, read.Type, read.Payload));
    }

    [Fact]
    public void Read_UnknownTypeOfAKnownObject_HasTheObject() =>
        Assert.IsType<PaymentFact.OfIntent>(StripeWebhook.Read(Event("payment_intent.of_tomorrow", Intent, null)).Value!.Fact);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"id":"evt_1"}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":1800000000,"data":{"object":[]}}""")]
    [InlineData("""{"id":7,"type":"a","created":1800000000,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":"soon","data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":99999999999999999,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_\u0000","type":"a","created":1800000000,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_\ud800","type":"a","created":1800000000,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","object":"v2.core.event","type":"a","created":1800000000,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":1800000000,"request":7,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":1800000000,"data":{"object":{"object":7}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":1800000000,"data":{"object":{"object":"payment_intent","id":"pi_1"}}}""")]
    [InlineData("""{"id":"evt_1","type":"a","created":1800000000,"data":{"object":{"object":"refund","id":"re_1","amount":"x"}}}""")]
    public void Read_NoEvent_IsRefused(string payload) => Assert.Equal(WebhookRefusal.PayloadUnreadable, StripeWebhook.Read(payload).Refusal);

    private static string Event(string type, string subject, string? version) => $$$"""
        {"id":"evt_1","object":"event","type":"{{{type}}}","created":1800000000,"api_version":{{{JsonSerializer.Serialize(version)}}},"data":{"object":{{{subject}}} } }
        """;

    private static string Sign(string payload, string secret, DateTimeOffset now) =>
        EventUtility.GenerateSignatureHeader(payload, secret, now.ToUnixTimeSeconds());

    private static WebhookRefusal? Check(string? header) => StripeWebhook.Check(Payload, header, [Secret], Now);
}
