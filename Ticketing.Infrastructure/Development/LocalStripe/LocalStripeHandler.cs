using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// Leads our own Stripe client to the local provider without a way around through the network: the same bytes, no port to
/// find out, and it works before the server listens.
/// </summary>
public sealed class LocalStripeHandler(LocalStripeApi api) : HttpMessageHandler
{
    /// <summary>An address for the client to be complete; nothing is ever sent there.</summary>
    internal static Uri Address { get; } = new("http://local-stripe.invalid");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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
            // Everything of ours may be repeated: it reads, or it has a key.
            reply = await DatabaseRetry.RunAsync(() => api.HandleAsync(call, cancellationToken), Patience, cancellationToken);
        }
        catch (Exception error) when (DatabaseRetry.IsPassing(error))
        {
            // What a dead provider looks like from outside; the client knows how to deal with it.
            throw new HttpRequestException("The local provider's database does not answer.", error);
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
