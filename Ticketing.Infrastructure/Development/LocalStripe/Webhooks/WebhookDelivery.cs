using System.Data;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// Delivers signed events to their endpoints with retries until a 2xx response, as Stripe does: at least once, unordered, for up to three
/// days (https://docs.stripe.com/webhooks#retries).
/// </summary>
/// <remarks>
/// Claims a delivery with SKIP LOCKED and a lease, sends it outside of the transaction, then marks it as delivered. If the process is
/// killed in between, the lease expires and the webhook is sent again.
/// </remarks>
public sealed partial class WebhookDelivery(
    NpgsqlDataSource database, LocalStripeAccount account, IHttpClientFactory clients, LocalAddress address, IOptions<PaymentsOptions> options,
    TimeProvider clock, ILogger<WebhookDelivery> log)
{
    public const string HttpClientName = "local-stripe-webhooks";

    private const int BatchMax = 16;
    private const int LeaseSeconds = 30;
    private const int AttemptsMax = 16;
    private const int ErrorCharsMax = 200;

    // Shorter than the lease, so that the result of a delivery during a database outage is still recorded.
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Sends a batch of due deliveries, one attempt each.</summary>
    /// <returns>The number of attempts.</returns>
    public async Task<int> DeliverOnceAsync(CancellationToken cancellationToken)
    {
        var own = options.Value.Local.WebhookUrl ?? address.Find(PaymentsOptions.WebhookPath);
        var claimed = await ClaimAsync(own, cancellationToken);
        await Task.WhenAll(claimed.Select(delivery => DeliverAsync(delivery, cancellationToken)));
        return claimed.Count;
    }

    private async Task<List<Delivery>> ClaimAsync(Uri? own, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = await account.GetKeysAsync(cancellationToken);
        await using var command = database.CreateCommand(
            """
            WITH due AS (
              SELECT id FROM local_stripe.deliveries
              WHERE due_at <= @now AND (@has_own OR endpoint_id IS NOT NULL)
              ORDER BY due_at, id
              LIMIT @max
              FOR UPDATE SKIP LOCKED
            ), claimed AS (
              UPDATE local_stripe.deliveries AS delivery
              SET attempts = attempts + 1, due_at = @now + make_interval(secs => @lease)
              FROM due WHERE delivery.id = due.id
              RETURNING delivery.id, delivery.event_id, delivery.endpoint_id, delivery.attempts
            )
            SELECT claimed.id, claimed.attempts, event.body::text AS body, endpoint.body ->> 'url' AS url, endpoint.body ->> 'secret' AS secret, claimed.endpoint_id
            FROM claimed
            JOIN local_stripe.resources AS event ON event.id = claimed.event_id
            LEFT JOIN local_stripe.resources AS endpoint ON endpoint.id = claimed.endpoint_id
            ORDER BY claimed.id
            """);
        command.Parameters.Add(LocalStripeUnit.Time("now", now));
        command.Parameters.Add(new NpgsqlParameter<double>("lease", LeaseSeconds));
        command.Parameters.Add(new NpgsqlParameter<bool>("has_own", own is not null));
        command.Parameters.Add(new NpgsqlParameter<int>("max", BatchMax));
        var claimed = new List<Delivery>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            // A deleted endpoint has no address.
            var (url, secret) = row["endpoint_id"] is string
                ? (row["url"] is string text ? new Uri(text) : null, row["secret"] as string ?? "")
                : (own, keys.WebhookSecrets[0]);
            claimed.Add(new Delivery(row.GetInt64("id"), row.GetInt32("attempts"), row.GetString("body"), url, secret));
        }

        return claimed;
    }

    private async Task DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var error = delivery.Url is null ? "The endpoint was deleted." : await PostAsync(delivery, delivery.Url, cancellationToken);
        var now = clock.GetUtcNow();
        DateTimeOffset? next = error is null || delivery.Url is null || delivery.Attempts >= AttemptsMax
            ? null
            : now + Backoff(delivery.Attempts);
        if (error is not null)
        {
            LogFailed(delivery.Id, delivery.Attempts, error);
        }

        await DatabaseRetry.RunAsync(async () =>
        {
            await using var command = database.CreateCommand(
                "UPDATE local_stripe.deliveries SET delivered_at = @delivered, due_at = @due, last_error = @error WHERE id = @id");
            command.Parameters.Add(new NpgsqlParameter<long>("id", delivery.Id));
            command.Parameters.Add(TimeOrNull("delivered", error is null ? now : null));
            command.Parameters.Add(TimeOrNull("due", next));
            command.Parameters.Add(LocalStripeUnit.Text("error", error is { Length: > ErrorCharsMax } ? error[..ErrorCharsMax] : error));
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, RecordTimeout, cancellationToken);
    }

    // Returns the error, or null on success.
    private async Task<string?> PostAsync(Delivery delivery, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Payload)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var signature = EventUtility.GenerateSignatureHeader(delivery.Payload, delivery.Secret, clock.GetUtcNow().ToUnixTimeSeconds());
        request.Headers.Add("Stripe-Signature", signature);
        request.Headers.UserAgent.ParseAdd("Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "Timeout.";
        }
    }

    // 1, 2, 4 … seconds, at most six hours: fast for a demo, about three days in total as at Stripe.
    private static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts - 1), 21_600));

    private static NpgsqlParameter TimeOrNull(string name, DateTimeOffset? time) => time is { } value
        ? LocalStripeUnit.Time(name, value)
        : new NpgsqlParameter(name, NpgsqlTypes.NpgsqlDbType.TimestampTz) { Value = DBNull.Value };

    private sealed record Delivery(long Id, int Attempts, string Payload, Uri? Url, string Secret);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook delivery {Delivery} failed at attempt {Attempt}: {Error}")]
    private partial void LogFailed(long delivery, int attempt, string error);
}
