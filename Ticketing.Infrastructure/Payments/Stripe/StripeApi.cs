using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// The Stripe.net client, connected to Stripe or to the local provider. Every POST has an idempotency key, so that it can be retried.
/// </summary>
/// <remarks>
/// Stripe.net's own retries exclude rate limits and broken responses and cannot be cancelled while waiting:
/// <see cref="StripeRetryHandler"/> replaces them.
/// </remarks>
public sealed class StripeApi(IHttpClientFactory clients, StripeKeySource keys, IOptions<PaymentsOptions> options)
{
    /// <summary>The <see cref="IHttpClientFactory"/> name; its primary handler connects to Stripe or to the local provider.</summary>
    public const string HttpClientName = "stripe";

    private readonly Lazy<Sdk.StripeClient> _client = new(() => Open(clients, options.Value));

    /// <summary>The API version of Stripe.net (https://docs.stripe.com/api/versioning).</summary>
    public static string Version => Sdk.StripeConfiguration.ApiVersion;

    /// <summary>Makes one call, with retries, and converts its result.</summary>
    /// <param name="idempotencyKey">Required for calls that change something.</param>
    internal async Task<Outcome<TValue, PaymentFailure>> CallAsync<TObject, TValue>(
        Func<Sdk.V1Services, Sdk.RequestOptions, Task<TObject>> call,
        Func<TObject, TValue> read,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        try
        {
            var with = new Sdk.RequestOptions { ApiKey = account.SecretKey, IdempotencyKey = idempotencyKey };
            return read(await call(_client.Value.V1, with));
        }
        catch (Sdk.StripeException error)
        {
            return StripeFailures.Of(error);
        }
        catch (Exception error) when (StripeRetryHandler.IsUnreachable(error))
        {
            // The response may have been lost: the outcome is unknown, not failed.
            return StripeFailures.NoAnswer;
        }
    }

    private static Sdk.StripeClient Open(IHttpClientFactory clients, PaymentsOptions options) => new(new Sdk.StripeClientOptions
    {
        ApiBase = options.ApiBase.AbsoluteUri.TrimEnd('/'),
        HttpClient = new Sdk.SystemNetHttpClient(clients.CreateClient(HttpClientName), maxNetworkRetries: 0, enableTelemetry: false),
    });
}
