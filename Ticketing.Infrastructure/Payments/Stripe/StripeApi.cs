using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Stripe's own client, led to Stripe or to the local provider. Every POST carries an idempotency key, which is what makes
/// it safe to repeat.
/// </summary>
/// <remarks>
/// What Stripe.net repeats by itself leaves out rate limits and broken answers, and cannot be cancelled while it waits:
/// <see cref="StripeRetryHandler"/> does that instead.
/// </remarks>
public sealed class StripeApi(IHttpClientFactory clients, StripeKeySource keys, IOptions<PaymentsOptions> options)
{
    /// <summary>The <see cref="IHttpClientFactory"/> name; its primary handler leads to Stripe or to the local provider.</summary>
    public const string HttpClientName = "stripe";

    private readonly Lazy<Sdk.StripeClient> _client = new(() => Open(clients, options.Value));

    /// <summary>The API version whose shapes Stripe.net reads (https://docs.stripe.com/api/versioning).</summary>
    public static string Version => Sdk.StripeConfiguration.ApiVersion;

    /// <summary>Makes one call, retries included, and reads what came back.</summary>
    /// <param name="idempotencyKey">For what changes something.</param>
    internal async Task<Outcome<TValue, PaymentFailure>> CallAsync<TObject, TValue>(
        Func<Sdk.V1Services, Sdk.RequestOptions, Task<TObject>> call, Func<TObject, TValue> read, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        try
        {
            return read(await call(_client.Value.V1, new Sdk.RequestOptions { ApiKey = account.SecretKey, IdempotencyKey = idempotencyKey }));
        }
        catch (Sdk.StripeException error)
        {
            return StripeFailures.Of(error);
        }
        catch (Exception error) when (StripeRetryHandler.IsUnreachable(error))
        {
            // The answer may have been lost on its way: the caller learns "unavailable", never "failed".
            return StripeFailures.NoAnswer;
        }
    }

    private static Sdk.StripeClient Open(IHttpClientFactory clients, PaymentsOptions options) => new(new Sdk.StripeClientOptions
    {
        ApiBase = options.ApiBase.AbsoluteUri.TrimEnd('/'),
        HttpClient = new Sdk.SystemNetHttpClient(clients.CreateClient(HttpClientName), maxNetworkRetries: 0, enableTelemetry: false),
    });
}
