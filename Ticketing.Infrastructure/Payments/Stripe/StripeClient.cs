using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Stripe's HTTP protocol and nothing more: form-encoded, bearer key, idempotency key, version, retries. Every POST
/// carries an idempotency key, which is what makes it safe to repeat.
/// </summary>
public sealed partial class StripeClient(
    IHttpClientFactory clients, StripeKeySource keys, IOptions<PaymentsOptions> options, TimeProvider clock, ILogger<StripeClient> log)
{
    /// <summary>The <see cref="IHttpClientFactory"/> name; its primary handler leads to Stripe or to the local provider.</summary>
    public const string HttpClientName = "stripe";

    /// <summary>The API version whose shapes we read (https://docs.stripe.com/api/versioning).</summary>
    public const string Version = "2025-09-30.clover";

    private const int RetriesMax = 3;
    private const int AnswerBytesMax = 4 * 1024 * 1024;

    private readonly ResiliencePipeline<StripeReply> _pipeline = BuildPipeline(options.Value, clock, log);

    internal Task<StripeAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, [], null, cancellationToken);

    internal Task<StripeAnswer> PostAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> form, string idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, form, idempotencyKey, cancellationToken);

    private async Task<StripeAnswer> SendAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>> form, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        try
        {
            var reply = await _pipeline.ExecuteAsync(async stop =>
            {
                using var request = new HttpRequestMessage(method, path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.SecretKey);
                request.Headers.Add("Stripe-Version", Version);
                if (idempotencyKey is not null)
                {
                    request.Headers.Add("Idempotency-Key", idempotencyKey);
                    request.Content = new FormUrlEncodedContent(form);
                }

                using var client = clients.CreateClient(HttpClientName);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
                return await ReadAsync(response, stop);
            }, cancellationToken);
            return reply.Answer;
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException or IOException)
        {
            // The answer may have been lost on its way: the caller learns "unavailable", never "failed".
            LogUnreachable(error, method.Method, path);
            return new StripeAnswer(0, default);
        }
    }

    private static async Task<StripeReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var shouldRetry = response.Headers.TryGetValues("Stripe-Should-Retry", out var hints) ? hints.First() : null;
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new StripeReply(new StripeAnswer(response.StatusCode, document.RootElement.Clone()), shouldRetry, response.Headers.RetryAfter?.Delta);
        }
        catch (JsonException)
        {
            // A proxy's error page. Without an object the answer counts as none, whatever its status says.
            return new StripeReply(new StripeAnswer(response.StatusCode, default), shouldRetry, response.Headers.RetryAfter?.Delta);
        }
    }

    private static ResiliencePipeline<StripeReply> BuildPipeline(PaymentsOptions options, TimeProvider clock, ILogger log) =>
        new ResiliencePipelineBuilder<StripeReply> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<StripeReply>
            {
                MaxRetryAttempts = RetriesMax,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(options.RetryMilliseconds),
                MaxDelay = TimeSpan.FromSeconds(10),
                ShouldHandle = new PredicateBuilder<StripeReply>()
                    .Handle<HttpRequestException>()
                    .Handle<IOException>()
                    .Handle<TimeoutRejectedException>()
                    .HandleResult(reply => reply.IsWorthRetrying),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfterBounded),
                OnRetry = attempt =>
                {
                    LogRetry(log, attempt.AttemptNumber + 1, attempt.Outcome.Exception?.GetType().Name ?? attempt.Outcome.Result!.Answer.Status.ToString());
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptSecondsMax))
            .Build();

    internal static void Configure(HttpClient client, Uri apiBase)
    {
        client.BaseAddress = apiBase;
        client.MaxResponseContentBufferSize = AnswerBytesMax;
        // The pipeline's own timeout is per attempt; this one would cut off the retries.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    private sealed record StripeReply(StripeAnswer Answer, string? ShouldRetry, TimeSpan? RetryAfter)
    {
        // Stripe's own word counts most; without it: rate limit, lock conflict, server trouble.
        public bool IsWorthRetrying => ShouldRetry switch
        {
            "true" => true,
            "false" => false,
            _ => Answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError
                || ((int)Answer.Status is >= 200 and < 300 && !Answer.Succeeded),
        };

        // Null leaves the delay to the backoff.
        public TimeSpan? RetryAfterBounded => RetryAfter is { } wait && wait <= TimeSpan.FromSeconds(10) ? wait : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe is unreachable: {Method} {Path}")]
    private partial void LogUnreachable(Exception error, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Asking Stripe again, retry {Retry}, after {Trouble}")]
    private static partial void LogRetry(ILogger log, int retry, string trouble);
}
