using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.App.Hosting.Errors;

/// <summary>Detail of a refused request, for the body that <see cref="ErrorResponses"/> writes.</summary>
internal sealed record RefusalDetail(string Text);

/// <summary>Maps unhandled exceptions to a status and logs them, except those caused by bad input.</summary>
internal sealed partial class UnhandledExceptions(ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException refused:
                httpContext.Response.StatusCode = refused.StatusCode;
                httpContext.Features.Set(new RefusalDetail(DetailOf(refused)));
                break;
            case AntiforgeryValidationException unreadable:
                // The body could not be read for its token: no form, or one that is too large.
                httpContext.Response.StatusCode = (unreadable.InnerException as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
                break;
            case NpgsqlException or InvalidOperationException or DbUpdateException or TimeoutException or SocketException
                when DatabaseRetry.IsTransient(exception):
                httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                httpContext.Response.Headers.RetryAfter = "2";
                LogUnavailable(exception.Message, httpContext.TraceIdentifier);
                break;
            default:
                httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
                LogUnhandled(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName, Activity.Current?.Id ?? httpContext.TraceIdentifier);
                break;
        }

        return ValueTask.FromResult(true);
    }

    // Names the JSON path; the framework's message would reveal type names.
    private static string DetailOf(BadHttpRequestException refused) => refused.InnerException is JsonException { Path: { } path }
        ? $"The JSON cannot be read at {path}."
        : refused.StatusCode == StatusCodes.Status400BadRequest && refused.Message.StartsWith("Failed to bind parameter", StringComparison.Ordinal)
            ? "A value in the address has the wrong form."
            : refused.InnerException is JsonException ? "The body is not JSON." : refused.Message;

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed ({TraceId})")]
    private partial void LogUnhandled(Exception exception, string method, string? endpoint, string traceId);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL is unavailable: {Reason} ({TraceId})")]
    private partial void LogUnavailable(string reason, string traceId);
}
