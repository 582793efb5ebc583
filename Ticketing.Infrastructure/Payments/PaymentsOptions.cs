using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Payments;

/// <summary>
/// Settings under <c>Payments</c>. The provider is Stripe if a secret key is set, otherwise the local provider.
/// </summary>
public sealed class PaymentsOptions
{
    public const string Section = "Payments";

    /// <summary>
    /// Stripe.js, which has to be loaded from Stripe; its release matches the API version
    /// (https://docs.stripe.com/sdks/stripejs-versioning).
    /// </summary>
    public const string StripeScript = "https://js.stripe.com/endive/stripe.js";

    /// <summary>The local provider's script with the same interface.</summary>
    public const string LocalScript = "/v1/local-stripe.js";

    /// <summary>The path that receives the provider's webhooks.</summary>
    public const string WebhookPath = "/webhooks/stripe";

    /// <summary>The base address of Stripe's API; differs only behind an egress proxy.</summary>
    public Uri ApiBase { get; set; } = new("https://api.stripe.com");

    /// <summary>Stripe's secret key (<c>sk_…</c> or restricted <c>rk_…</c>). Set it in the environment, not in a file.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Stripe's publishable key (<c>pk_…</c>); sent to browsers.</summary>
    public string? PublishableKey { get; set; }

    /// <summary>The webhook endpoint's signing secrets (<c>whsec_…</c>); more than one during rotation.</summary>
    public IList<string> WebhookSecrets { get; init; } = [];

    /// <summary>The timeout of one attempt at a call, in seconds, 1 to 80.</summary>
    public int AttemptSecondsMax { get; set; } = 10;

    /// <summary>The delay before the first retry, in milliseconds, 0 to 10000; doubles with each retry, with jitter.</summary>
    public int RetryMilliseconds { get; set; } = 400;

    /// <summary>Settings of the local provider.</summary>
    public LocalPaymentsOptions Local { get; init; } = new();

    /// <summary>True if the local provider is used.</summary>
    public bool IsLocal => string.IsNullOrEmpty(SecretKey);

    /// <summary>The script that renders the payment element.</summary>
    public string ScriptAddress => IsLocal ? LocalScript : StripeScript;
}

/// <summary>Settings under <c>Payments:Local</c>, for demonstrations and tests.</summary>
public sealed class LocalPaymentsOptions
{
    /// <summary>The webhook address; by default <c>/webhooks/stripe</c> of this instance.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>The settlement time of refunds to the test cards for pending refunds, in seconds.</summary>
    public int RefundSettleSeconds { get; set; } = 5;

    /// <summary>The settlement time of payments by delayed payment methods, in seconds.</summary>
    public int PaymentSettleSeconds { get; set; } = 10;

    /// <summary>The secret key, for external test drivers; by default random and stored in the database.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The publishable key; see <see cref="SecretKey"/>.</summary>
    public string? PublishableKey { get; set; }

    /// <summary>The webhook signing secret; see <see cref="SecretKey"/>.</summary>
    public string? WebhookSecret { get; set; }
}

/// <summary>Refuses incomplete configurations at startup: orders could not be paid.</summary>
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
        // Messages are logged: no secret values in them.
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
