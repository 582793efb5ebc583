using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Payments.Local;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>The keys of a Stripe account, or of the local provider's one account.</summary>
/// <param name="WebhookSecrets">A webhook is good when any of these signed it.</param>
public sealed record StripeKeys(string SecretKey, string PublishableKey, IReadOnlyList<string> WebhookSecrets)
{
    // The compiler's own would print them into whatever log it meets.
    public override string ToString() => nameof(StripeKeys);
}

/// <summary>Where the keys come from: the configuration, or the database for the local provider.</summary>
public sealed class StripeKeySource(IOptions<PaymentsOptions> options, LocalStripeAccount local)
{
    public ValueTask<StripeKeys> GetAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value;
        return configured.IsLocal
            ? local.GetKeysAsync(cancellationToken)
            : ValueTask.FromResult(new StripeKeys(configured.SecretKey!, configured.PublishableKey!, [.. configured.WebhookSecrets]));
    }
}
