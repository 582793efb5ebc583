using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Payments;

namespace Ticketing.Tests.Ordering;

/// <summary>A site with Stripe's keys: its payment step loads Stripe.js, and no card data reaches the site.</summary>
public sealed partial class StripeCheckoutTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PaymentStep_WithStripe_LoadsItsScriptAndExtendsThePolicy()
    {
        await using var stripe = await StripeAsync();
        await using var shop = await OpenAsync(stripe);
        var hold = await shop.HoldAsync(0);
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"checkout/{hold.Id}");
        request.Headers.Add("Cookie", $"buyer={hold.Secret}");
        using var response = await shop.Http.SendAsync(request, Stop);
        var page = await response.Content.ReadAsStringAsync(Stop);

        Assert.Contains("<script src=\"https://js.stripe.com/endive/stripe.js\" defer></script>", page, StringComparison.Ordinal);
        Assert.Contains($"data-publishable-key=\"{(await stripe.KeysAsync()).PublishableKey}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("local-stripe", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(CardField(), page);
        Assert.Equal(
            "default-src 'self'; script-src 'self' https://js.stripe.com https://*.js.stripe.com; style-src 'self'; img-src 'self' data: blob: https://*.stripe.com; "
            + "font-src 'self'; connect-src 'self' https://api.stripe.com; worker-src 'self'; manifest-src 'self'; "
            + "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("payment=(self \"https://js.stripe.com\")", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("blazor-enhanced-nav"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("events")]
    [InlineData("checkout/0199a8f0-0000-7000-8000-000000000000/return")]
    public async Task OtherPages_WithStripe_KeepTheStrictPolicy(string path)
    {
        await using var stripe = await StripeAsync();
        await using var shop = await OpenAsync(stripe);

        using var response = await shop.Http.GetAsync(path, Stop);

        Assert.DoesNotContain("stripe", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("payment=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_SentToTheSite_IsRefused()
    {
        await using var stripe = await StripeAsync();
        await using var shop = await OpenAsync(stripe);

        foreach (var path in new[] { "v1/local-stripe.js", "v1/element/element.html", "v1/element/element.js", "v1/element/card-rules.js", "v1/challenge.css", "v1/payment_intents/pi_1" })
        {
            using var got = await shop.Http.GetAsync(path, Stop);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, got.StatusCode));
        }

        foreach (var path in new[] { "v1/payment_methods", "v1/payment_intents/pi_1/confirm", "v1/payment_intents/pi_1/challenge" })
        {
            using var card = new FormUrlEncodedContent([new("payment_method_data[type]", "card"), new("payment_method_data[card][number]", "4242424242424242")]);
            using var posted = await shop.Http.PostAsync(path, card, Stop);
            // No endpoint accepts it: pages match any address but allow only GET.
            Assert.True(posted.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{path}: {posted.StatusCode}");
        }

        var api = await shop.Http.GetStringAsync("openapi/v1.json", Stop);
        Assert.DoesNotMatch(CardNumber(), api);
    }

    [Fact]
    public void CardFields_InTheSite_DoNotExist()
    {
        var files = Directory.EnumerateFiles(Path.Combine(AppProcess.Repository, "Ticketing.App"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".js" or ".html" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(CardField(), File.ReadAllText(file)));
    }

    // The local provider in Stripe's place, at another address.
    private async Task<LocalStripeHost> StripeAsync() => await LocalStripeHost.StartAsync(await servers.CreateDatabaseAsync());

    private async Task<Shop> OpenAsync(LocalStripeHost stripe)
    {
        var keys = await stripe.KeysAsync();
        return await Shop.OpenAsync(servers, settings:
        [
            ("Payments:SecretKey", keys.SecretKey), ("Payments:PublishableKey", keys.PublishableKey), ("Payments:WebhookSecrets:0", keys.WebhookSecrets[0]),
            ("Payments:ApiBase", stripe.BaseAddress.ToString()),
        ]);
    }

    [GeneratedRegex("autocomplete=\"?cc-|card-?number|cardNumber|<input[^>]*name=\"[^\"]*card", RegexOptions.IgnoreCase)]
    private static partial Regex CardField();

    [GeneratedRegex("card-?number|\"cvc\"|\"cvv\"", RegexOptions.IgnoreCase)]
    private static partial Regex CardNumber();
}
