using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Payments;

/// <summary>
/// Settings under <c>Payments</c>. Without a secret key the local provider plays Stripe; with one, it is Stripe.
/// </summary>
public sealed class PaymentsOptions
{
    public const string Section = "Payments";

    /// <summary>
    /// Stripe.js, always from Stripe itself; its release is that of the API version
    /// (https://docs.stripe.com/sdks/stripejs-versioning).
    /// </summary>
    public const string StripeScript = "https://js.stripe.com/endive/stripe.js";

    /// <summary>The local provider's script with the same interface.</summary>
    public const string LocalScript = "/v1/local-stripe.js";

    /// <summary>Where the provider sends its events on this site.</summary>
    public const string WebhookPath = "/webhooks/stripe";

    /// <summary>Where Stripe's API is; changes only behind an egress proxy.</summary>
    public Uri ApiBase { get; set; } = new("https://api.stripe.com");

    /// <summary>Stripe's secret key (<c>sk_…</c> or a restricted <c>rk_…</c>). Belongs in the environment, never in a file.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Stripe's publishable key (<c>pk_…</c>); browsers see it.</summary>
    public string? PublishableKey { get; set; }

    /// <summary>The webhook endpoint's signing secrets (<c>whsec_…</c>): two while one is being rotated out.</summary>
    public IList<string> WebhookSecrets { get; init; } = [];

    /// <summary>How long one attempt at a call may take.</summary>
    public int AttemptSecondsMax { get; set; } = 10;

    /// <summary>The wait before the first retry; it doubles, with jitter.</summary>
    public int RetryMilliseconds { get; set; } = 400;

    /// <summary>Settings of the local provider.</summary>
    public LocalPaymentsOptions Local { get; init; } = new();

    /// <summary>True when the local provider takes the payments.</summary>
    public bool IsLocal => string.IsNullOrEmpty(SecretKey);

    /// <summary>The script that brings the payment element.</summary>
    public string ScriptAddress => IsLocal ? LocalScript : StripeScript;
}

/// <summary>Settings under <c>Payments:Local</c>, for demonstrations and tests.</summary>
public sealed class LocalPaymentsOptions
{
    /// <summary>Where webhooks go; by default to <c>/webhooks/stripe</c> of this very instance.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>How long a refund of the test cards for slow refunds takes to settle.</summary>
    public int RefundSettleSeconds { get; set; } = 5;

    /// <summary>How long the local bank takes over a payment that it settles later.</summary>
    public int PaymentSettleSeconds { get; set; } = 10;

    /// <summary>The keys, where a driver from outside must know them; by default random, kept in the database.</summary>
    public string? SecretKey { get; set; }

    public string? PublishableKey { get; set; }

    public string? WebhookSecret { get; set; }
}

/// <summary>Half a configuration must not start: it would take orders that nobody can pay.</summary>
internal sealed class PaymentsOptionsValidator : IValidateOptions<PaymentsOptions>
{
    public ValidateOptionsResult Validate(string? name, PaymentsOptions options)
    {
        var wrong = new List<string>();
        if (options.AttemptSecondsMax is < 1 or > 80)
        {
            wrong.Add("Payments:AttemptSecondsMax must be 1 to 80.");
        }

        if (options.RetryMilliseconds is < 0 or > 10_000)
        {
            wrong.Add("Payments:RetryMilliseconds must be 0 to 10000.");
        }

        if (options.Local.RefundSettleSeconds is < 0 or > 86_400)
        {
            wrong.Add("Payments:Local:RefundSettleSeconds must be 0 to 86400.");
        }

        if (options.Local.PaymentSettleSeconds is < 0 or > 86_400)
        {
            wrong.Add("Payments:Local:PaymentSettleSeconds must be 0 to 86400.");
        }

        if (!options.IsLocal)
        {
            RequireStripe(options, wrong);
        }
        else if (!string.IsNullOrEmpty(options.PublishableKey) || options.WebhookSecrets.Count > 0)
        {
            wrong.Add("Payments:SecretKey is missing beside the other Stripe keys.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void RequireStripe(PaymentsOptions options, List<string> wrong)
    {
        // The values stay out of the messages: these end up in logs.
        if (options.SecretKey?.StartsWith("sk_", StringComparison.Ordinal) != true
            && options.SecretKey?.StartsWith("rk_", StringComparison.Ordinal) != true)
        {
            wrong.Add("Payments:SecretKey must start with sk_ or rk_.");
        }

        if (options.PublishableKey?.StartsWith("pk_", StringComparison.Ordinal) != true)
        {
            wrong.Add("Payments:PublishableKey must start with pk_.");
        }

        if (options.WebhookSecrets.Count is 0 or > 5 || options.WebhookSecrets.Any(string.IsNullOrWhiteSpace))
        {
            wrong.Add("Payments:WebhookSecrets must hold one to five signing secrets.");
        }

        if (!options.ApiBase.IsAbsoluteUri || (options.ApiBase.Scheme != Uri.UriSchemeHttps && !options.ApiBase.IsLoopback))
        {
            wrong.Add("Payments:ApiBase must be an https address.");
        }
    }
}
