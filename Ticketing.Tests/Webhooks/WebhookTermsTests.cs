using Ticketing.Core.Webhooks;

namespace Ticketing.Tests.Webhooks;

/// <summary>Bad input to each field of a webhook.</summary>
public sealed class WebhookTermsTests
{
    private const string Good = "https://hooks.example.org/tickets?shop=1";

    private static readonly ReceiverRules Rules = new(ReceiverAddresses.PublicOnly, AllowsHttp: false);

    [Theory]
    [InlineData(Good, Good)]
    [InlineData("  https://hooks.example.org  ", "https://hooks.example.org/")]
    [InlineData("HTTPS://Hooks.Example.org:443/a b", "https://hooks.example.org/a%20b")]
    [InlineData("https://hooks.example.org:8443/x", "https://hooks.example.org:8443/x")]
    [InlineData("https://8.8.8.8/x", "https://8.8.8.8/x")]
    [InlineData("https://[2606:4700:4700::1111]/x", "https://[2606:4700:4700::1111]/x")]
    public void Address_OfAReceiver_IsRead(string typed, string address) => Assert.Equal(address, Rules.Read(typed).Value?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hooks.example.org")]
    [InlineData("/hooks")]
    [InlineData("http://hooks.example.org/")]
    [InlineData("ftp://hooks.example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("https:///hooks")]
    [InlineData("https://hooks.example.org/\0")]
    [InlineData("https://user:secret@hooks.example.org/")]
    [InlineData("https://hooks.example.org@127.0.0.1/")]
    [InlineData("https://hooks.example.org/#part")]
    [InlineData("https://hooks.example.org:80/")]
    [InlineData("https://hooks.example.org:22/")]
    [InlineData("https://hooks.example.org:6379/")]
    [InlineData("https://hooks.example.org:99999/")]
    [InlineData("https://localhost/")]
    [InlineData("https://redis/")]
    [InlineData("https://api.localhost./")]
    [InlineData("https://printer.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fe80::1%251]/")]
    public void Address_OfNoReceiver_IsRefused(string? typed) => Assert.False(Rules.Read(typed).Succeeded);

    [Fact]
    public void Address_TooLong_IsRefused() => Assert.False(Rules.Read("https://hooks.example.org/" + new string('x', ReceiverRules.LengthMax)).Succeeded);

    [Fact]
    public void Address_OnTheDevelopersMachine_IsReadInDevelopmentOnly()
    {
        var development = new ReceiverRules(new ReceiverAddresses([System.Net.IPNetwork.Parse("127.0.0.0/8")]), AllowsHttp: true);

        Assert.True(development.Read("http://127.0.0.1:40123/hooks").Succeeded);
        Assert.False(development.Read("http://127.0.0.1:80/hooks").Succeeded);
        Assert.False(development.Read("http://192.168.0.1:40123/hooks").Succeeded);
        Assert.False(Rules.Read("http://127.0.0.1:40123/hooks").Succeeded);
    }

    public static TheoryData<WebhookTerms, string> Wrong => new()
    {
        { new WebhookTerms("http://127.0.0.1", "", ["order.paid"]), nameof(WebhookTerms.Url) },
        { new WebhookTerms(Good, new string('x', 201), ["order.paid"]), nameof(WebhookTerms.Description) },
        { new WebhookTerms(Good, "a\nb", ["order.paid"]), nameof(WebhookTerms.Description) },
        { new WebhookTerms(Good, "\ud800", ["order.paid"]), nameof(WebhookTerms.Description) },
        { new WebhookTerms(Good, "", []), nameof(WebhookTerms.Types) },
        { new WebhookTerms(Good, "", ["order.paid", "account.confirm-email"]), nameof(WebhookTerms.Types) },
        { new WebhookTerms(Good, "", [WebhookTypes.Test]), nameof(WebhookTerms.Types) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Terms_WithAWrongField_NameIt(WebhookTerms terms, string field) => Assert.Equal([field], terms.Faults(Rules).Select(fault => fault.Field));

    [Fact]
    public void Terms_Valid_HaveNoFaults() => Assert.Empty(new WebhookTerms(Good, "Reports – 报告", WebhookTypes.All.ToList()).Faults(Rules));
}
