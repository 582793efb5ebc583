using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// Connects the Stripe client to the local provider in process: the same requests without the network, also before the server listens.
/// </summary>
public sealed class LocalStripeHandler(LocalStripeApi api) : HttpMessageHandler
{
    /// <summary>A placeholder: the client requires an address.</summary>
    internal static Uri Address { get; } = new("http://local-stripe.invalid");

    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new StripeCall(
            request.Method.Method,
            [.. uri.AbsolutePath["/v1/".Length..].Split('/').Select(Uri.UnescapeDataString)],
            StripeParams.Parse(uri.Query, body),
            request.Headers.Authorization?.Parameter,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.First() : null,
            request.Headers.TryGetValues("Stripe-Version", out var versions) ? versions.First() : null,
            "");
        StripeReply reply;
        try
        {
            // All calls of the shop are idempotent: reads, or writes with an idempotency key.
            reply = await DatabaseRetry.RunAsync(() => api.HandleAsync(call, cancellationToken), RetryTimeout, cancellationToken);
        }
        catch (Exception error) when (DatabaseRetry.IsTransient(error))
        {
            // The client handles it as an outage of the provider.
            throw new HttpRequestException("The local provider's database is unavailable.", error);
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.Status)
        {
            RequestMessage = request,
            Content = new StringContent(reply.Body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        response.Headers.Add("Request-Id", call.RequestId);
        return response;
    }
}
