using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Retries calls to Stripe: at most three retries, with a timeout per attempt. A response without a JSON object, whatever its status,
/// counts as no response: it comes from a proxy.
/// </summary>
internal sealed partial class StripeRetryHandler(PaymentsOptions options, TimeProvider clock, ILogger<StripeRetryHandler> log)
    : DelegatingHandler
{
    private const int RetriesMax = 3;
    private const int AnswerBytesMax = 4 * 1024 * 1024;
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(10);

    private readonly ResiliencePipeline<StripeReply> _pipeline = BuildPipeline(options, clock, log);

    /// <summary>True if the exception means that no response was received.</summary>
    public static bool IsUnreachable(Exception error) => error is HttpRequestException or TimeoutRejectedException or IOException;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _pipeline.ExecuteAsync(
                async attemptToken => await ReadAsync(await base.SendAsync(request, attemptToken), attemptToken), cancellationToken);
            if (reply.IsObject)
            {
                return reply.Response;
            }

            reply.Response.Dispose();
            throw new HttpRequestException("The response is not from Stripe: no JSON object.", null, reply.Response.StatusCode);
        }
        catch (Exception error) when (IsUnreachable(error))
        {
            LogUnreachable(error, request.Method.Method, request.RequestUri!.AbsolutePath);
            throw;
        }
    }

    private static async Task<StripeReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(AnswerBytesMax, cancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return new StripeReply(response, document.RootElement.ValueKind == JsonValueKind.Object);
        }
        catch (JsonException)
        {
            return new StripeReply(response, IsObject: false);
        }
        catch
        {
            response.Dispose();
            throw;
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
                MaxDelay = DelayMax,
                ShouldHandle = new PredicateBuilder<StripeReply>().Handle<Exception>(IsUnreachable).HandleResult(reply => reply.IsWorthRetrying),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfterBounded),
                OnRetry = attempt =>
                {
                    var cause = attempt.Outcome.Exception?.GetType().Name ?? attempt.Outcome.Result!.Response.StatusCode.ToString();
                    LogRetry(log, attempt.AttemptNumber + 1, cause);
                    attempt.Outcome.Result?.Response.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptSecondsMax))
            .Build();

    private sealed record StripeReply(HttpResponseMessage Response, bool IsObject)
    {
        // Stripe's header decides; without it: rate limit, lock conflict, server error.
        public bool IsWorthRetrying => ShouldRetry switch
        {
            "true" => true,
            "false" => false,
            _ => Response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError
                || (Response.IsSuccessStatusCode && !IsObject),
        };

        // Null: the exponential backoff applies.
        public TimeSpan? RetryAfterBounded => Response.Headers.RetryAfter?.Delta is { } wait && wait <= DelayMax ? wait : null;

        private string? ShouldRetry => Response.Headers.TryGetValues("Stripe-Should-Retry", out var hints) ? hints.First() : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe is unreachable: {Method} {Path}")]
    private partial void LogUnreachable(Exception error, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retry {Retry} of a call to Stripe after {Cause}")]
    private static partial void LogRetry(ILogger log, int retry, string cause);
}
