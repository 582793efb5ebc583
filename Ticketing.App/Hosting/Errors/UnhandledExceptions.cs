using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.App.Hosting.Errors;

/// <summary>Detail of a refused request, for the body that <see cref="ErrorResponses"/> writes.</summary>
internal sealed record RefusalDetail(string? Text);

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
            case ObjectStoreException:
                httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                httpContext.Response.Headers.RetryAfter = "10";
                LogNoStorage(exception, httpContext.TraceIdentifier);
                break;
            default:
                httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
                // The exception handler has cleared the request's endpoint.
                LogUnhandled(
                    exception, httpContext.Request.Method, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName,
                    Activity.Current?.Id ?? httpContext.TraceIdentifier);
                break;
        }

        return ValueTask.FromResult(true);
    }

    // Sentences of our own: the framework's name parameters and types of the program. Null: the status' sentence.
    private static string? DetailOf(BadHttpRequestException refused) => refused switch
    {
        { InnerException: JsonException { Path: { } path } } => $"The JSON cannot be read at {path}.",
        { InnerException: JsonException } => "The body is not JSON.",
        { StatusCode: not StatusCodes.Status400BadRequest } => null,
        { Message: var message } when message.StartsWith("Failed to bind parameter", StringComparison.Ordinal) => "A value in the address has the wrong form.",
        { Message: var message } when message.StartsWith("Failed to read parameter", StringComparison.Ordinal) => "The body cannot be read.",
        { Message: var message } when message.Contains("body", StringComparison.OrdinalIgnoreCase) => "The request needs a body: a JSON object.",
        { Message: var message } when message.StartsWith("Required parameter", StringComparison.Ordinal) => "A value is missing in the address.",
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed ({TraceId})")]
    private partial void LogUnhandled(Exception exception, string method, string? endpoint, string traceId);

    [LoggerMessage(LogLevel.Error, "The object store is unavailable ({TraceId})")]
    private partial void LogNoStorage(Exception exception, string traceId);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL is unavailable: {Reason} ({TraceId})")]
    private partial void LogUnavailable(string reason, string traceId);
}
