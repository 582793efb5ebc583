using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>The keys of a Stripe account, or of the local provider's one account.</summary>
/// <param name="WebhookSecrets">A webhook is good when any of these signed it.</param>
public sealed record StripeKeys(string SecretKey, string PublishableKey, IReadOnlyList<string> WebhookSecrets)
{
    // The compiler's own would print them into whatever log it meets.
    public override string ToString() => nameof(StripeKeys);
}

/// <summary>Where the keys of a stand-in come from, used while the configuration has none.</summary>
public sealed record StripeKeyOverride(Func<CancellationToken, ValueTask<StripeKeys>> ReadAsync);

/// <summary>Where the keys come from: the configuration, or the stand-in that serves in its place.</summary>
public sealed class StripeKeySource(IOptions<PaymentsOptions> options, StripeKeyOverride? standIn)
{
    public ValueTask<StripeKeys> GetAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value;
        return configured.IsLocal
            ? standIn?.ReadAsync(cancellationToken) ?? throw new InvalidOperationException("Payments:SecretKey is not configured.")
            : ValueTask.FromResult(new StripeKeys(configured.SecretKey!, configured.PublishableKey!, [.. configured.WebhookSecrets]));
    }
}
