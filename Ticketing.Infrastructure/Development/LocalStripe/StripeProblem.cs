using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// An error in Stripe's format (https://docs.stripe.com/api/errors). Throwing it rolls the transaction back. A declined card, which changes
/// the intent, is a reply instead.
/// </summary>
internal sealed class StripeProblem : Exception
{
    public StripeProblem()
    {
    }

    public StripeProblem(string message) : base(message)
    {
    }

    public StripeProblem(string message, Exception innerException) : base(message, innerException)
    {
    }

    public int Status { get; private init; } = 400;

    public string Type { get; private init; } = "invalid_request_error";

    public string? Code { get; private init; }

    public string? DeclineCode { get; private init; }

    public string? Param { get; private init; }

    /// <summary>The intent, if the error is about its state.</summary>
    public JsonObject? Intent { get; private init; }

    public static StripeProblem Invalid(string? param, string message, string? code = null) => new(message) { Param = param, Code = code };

    public static StripeProblem Missing(string kind, string id, string param = "id") =>
        new($"No such {kind}: '{id}'") { Status = 404, Code = "resource_missing", Param = param };

    public static StripeProblem UnknownUrl(string method, string path) => new($"Unrecognized request URL ({method}: /v1/{path}).") { Status = 404 };

    public static StripeProblem Unauthorized(string message) => new(message) { Status = 401 };

    public static StripeProblem Forbidden(string message) => new(message) { Status = 403, Code = "secret_key_required" };

    public static StripeProblem State(JsonObject intent, string message) =>
        new(message) { Code = "payment_intent_unexpected_state", Intent = intent };

    public static StripeProblem Card(string code, string param, string message) =>
        new(message) { Status = 402, Type = "card_error", Code = code, Param = param };

    public static StripeProblem NotATestCard() => new("Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.")
    {
        Status = 402,
        Type = "card_error",
        Code = "card_declined",
        DeclineCode = "test_mode_live_card",
    };

    public static StripeProblem KeyReused(string key) =>
        new($"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.")
        {
            Type = "idempotency_error",
        };

    public static StripeProblem KeyInUse(string key) =>
        new($"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later.")
        {
            Status = 409,
            Code = "idempotency_key_in_use",
        };

    /// <summary>The reply's body.</summary>
    public JsonObject ToJson()
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = Type };
        foreach (var (name, value) in new[] { ("code", Code), ("decline_code", DeclineCode), ("param", Param) })
        {
            if (value is not null)
            {
                error[name] = value;
            }
        }

        if (Code is not null)
        {
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";
        }

        if (Intent is not null)
        {
            error["payment_intent"] = Intent.DeepClone();
        }

        return new JsonObject { ["error"] = error };
    }
}
