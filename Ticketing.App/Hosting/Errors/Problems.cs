using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Ticketing.App.Hosting.Errors;

/// <summary>
/// Errors over HTTP as <c>application/problem+json</c> (RFC 9457). The type is one stable word for programs, the detail a sentence
/// for people.
/// </summary>
public static class Problems
{
    public const string NotFoundType = "not-found";
    public const string ValidationType = "validation";

    /// <param name="status">The HTTP status.</param>
    /// <param name="type">The stable type, kebab-case.</param>
    /// <param name="detail">What happened and what to do, for people.</param>
    /// <param name="fields">Additional fields for programs: <c>("seats", labels)</c>.</param>
    public static ProblemHttpResult Of(int status, string type, string detail, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Type = type,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Detail = detail,
        };
        foreach (var (name, value) in fields)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Problem(problem);
    }

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, NotFoundType, detail);

    /// <summary>422: the idempotency key was used with another request.</summary>
    public static ProblemHttpResult KeyReused() => Of(
        StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This key was used with another request. Use a new key.");

    /// <summary>422: a field has an invalid value; nothing was changed.</summary>
    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    /// <param name="errors">Messages by the field's name in JSON.</param>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Of(
        StatusCodes.Status422UnprocessableEntity, ValidationType, string.Join(' ', errors.SelectMany(field => field.Value)), ("errors", errors));

    /// <summary>The default problem of a status without a body.</summary>
    internal static ProblemHttpResult OfStatus(int status, string? detail)
    {
        var (type, text) = status switch
        {
            StatusCodes.Status400BadRequest => ("bad-request", "The request cannot be read: check its addresses, fields and JSON."),
            StatusCodes.Status401Unauthorized => ("unauthorized", "Sign in, or send a bearer token."),
            StatusCodes.Status403Forbidden => ("forbidden", "You may not do this."),
            StatusCodes.Status404NotFound => (NotFoundType, "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not take this method."),
            StatusCodes.Status406NotAcceptable => ("not-acceptable", "There is no representation of the requested media type."),
            StatusCodes.Status413PayloadTooLarge => ("body-too-large", "The request body is larger than is allowed here."),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send application/json."),
            StatusCodes.Status429TooManyRequests => ("too-many-requests", "Too many requests from your address. Wait a moment and try again."),
            StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer at the moment. Try again in a few seconds."),
            >= 500 => ("server-error", "Something went wrong on our side. Try again later."),
            _ => ("error", "The request was refused."),
        };
        return Of(status, type, detail ?? text);
    }
}
