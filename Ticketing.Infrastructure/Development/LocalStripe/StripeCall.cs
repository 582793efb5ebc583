using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>One call of Stripe's API, however it came: over HTTP, or from our own client in the same process.</summary>
/// <param name="Path">The segments after <c>/v1/</c>.</param>
/// <param name="Key">The bearer key, or the <c>key</c> parameter browsers send.</param>
/// <param name="Origin">Where the caller reached us: <c>https://host</c>; empty within the process.</param>
internal sealed record StripeCall(
    string Method, string[] Path, StripeParams Params, string? Key, string? IdempotencyKey, string? Version, string Origin)
{
    /// <summary>Set by the authentication: true for the secret key, false for the publishable one.</summary>
    public bool IsSecret { get; init; }

    public string RequestId { get; } = StripeIds.New("req");
}

/// <summary>An answer. Whatever an operation changed is kept, be the status 200 or 402.</summary>
internal sealed record StripeReply(int Status, JsonObject Body)
{
    public bool IsReplay { get; init; }

    public static StripeReply Ok(JsonObject body) => new(200, body);
}
