using Ticketing.Infrastructure.Payments;

namespace Ticketing.Tests.Payments;

public sealed class PaymentsOptionsTests
{
    [Fact]
    public void Validate_NothingConfigured_IsTheLocalProvider()
    {
        var options = new PaymentsOptions();
        Assert.True(options.IsLocal);
        Assert.Empty(Problems(options));
    }

    [Fact]
    public void Validate_AllStripeKeys_IsStripe()
    {
        var options = Stripe();
        Assert.False(options.IsLocal);
        Assert.Empty(Problems(options));
    }

    [Fact]
    public void Validate_PublishableKeyWithoutSecret_IsRefused() =>
        Assert.Contains("SecretKey is missing", Assert.Single(Problems(new PaymentsOptions { PublishableKey = "pk_live_1" })), StringComparison.Ordinal);

    [Fact]
    public void Validate_SecretKeyAlone_ReportsMissingKeys()
    {
        var problems = Problems(new PaymentsOptions { SecretKey = "sk_live_1" });
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("PublishableKey", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("WebhookSecrets", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_KeysSwapped_IsRefusedWithoutShowingThem()
    {
        var options = Stripe();
        (options.SecretKey, options.PublishableKey) = (options.PublishableKey, options.SecretKey);
        var problems = Problems(options);
        Assert.Equal(2, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Contains("live_1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://api.stripe.com", false)]
    [InlineData("ftp://api.stripe.com", false)]
    [InlineData("http://127.0.0.1:12111", true)]
    [InlineData("https://egress.example", true)]
    public void Validate_ApiBase_MustBeHttpsOrLoopback(string address, bool isGood)
    {
        var options = Stripe();
        options.ApiBase = new Uri(address);
        Assert.Equal(isGood ? 0 : 1, Problems(options).Count);
    }

    private static PaymentsOptions Stripe() => new() { SecretKey = "sk_live_1", PublishableKey = "pk_live_1", WebhookSecrets = { "whsec_1" } };

    private static List<string> Problems(PaymentsOptions options) =>
        [.. new PaymentsOptionsValidator().Validate(null, options).Failures ?? []];
}
