using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>Failed attempts of a request's client.</summary>
internal static class FailedAttempts
{
    /// <summary>
    /// Counts an attempt with something guessable, before it is tried; <see cref="ForgiveAsync"/> takes it back.
    /// </summary>
    /// <returns>Null: it may be tried; otherwise the time to wait.</returns>
    public static Task<TimeSpan?> CountAsync(HttpContext context, FailureLimit limit, string subject) => !IsEnabled(context)
        ? Task.FromResult<TimeSpan?>(null)
        : Counter(context).CountAsync(limit, subject, ClientNetwork.Of(context.Connection.RemoteIpAddress));

    public static Task ForgiveAsync(HttpContext context, FailureLimit limit, string subject) => !IsEnabled(context)
        ? Task.CompletedTask
        : Counter(context).ForgiveAsync(limit, subject, ClientNetwork.Of(context.Connection.RemoteIpAddress));

    /// <summary>
    /// The answer to an attempt with a wrong secret: <paramref name="refusal"/>, or above the limit 429. Right secrets have at least 128
    /// random bits and are not slowed down by counting.
    /// </summary>
    public static async Task<ProblemHttpResult> RefuseAsync(HttpContext context, FailureLimit limit, string subject, ProblemHttpResult refusal) =>
        await CountAsync(context, limit, subject) is { } wait ? TooMany(context, wait) : refusal;

    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many wrong attempts from your network. Wait a few minutes and try again.");
    }

    private static bool IsEnabled(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled;

    private static FailureCounter Counter(HttpContext context) => context.RequestServices.GetRequiredService<FailureCounter>();
}
