using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>The keys of a Stripe account or of the local provider.</summary>
/// <param name="WebhookSecrets">A webhook is valid if signed with any of these.</param>
public sealed record StripeKeys(string SecretKey, string PublishableKey, IReadOnlyList<string> WebhookSecrets)
{
    // The generated one would print the keys to logs.
    public override string ToString() => nameof(StripeKeys);
}

/// <summary>Source of the local provider's keys, used if none are configured.</summary>
public sealed record StripeKeyOverride(Func<CancellationToken, ValueTask<StripeKeys>> ReadAsync);

/// <summary>Source of the keys in use: the configuration, or the local provider.</summary>
public sealed class StripeKeySource(IOptions<PaymentsOptions> options, StripeKeyOverride? local)
{
    /// <exception cref="InvalidOperationException">Neither a secret key nor a local provider is configured.</exception>
    public ValueTask<StripeKeys> GetAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value;
        return configured.IsLocal
            ? local?.ReadAsync(cancellationToken) ?? throw new InvalidOperationException("Payments:SecretKey is not configured.")
            : ValueTask.FromResult(new StripeKeys(configured.SecretKey!, configured.PublishableKey!, [.. configured.WebhookSecrets]));
    }
}
