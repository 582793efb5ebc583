using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>A call of Stripe's API, over HTTP or from the shop's client in the same process.</summary>
/// <param name="Path">The segments after <c>/v1/</c>.</param>
/// <param name="Key">The bearer key, or the <c>key</c> parameter that browsers send.</param>
/// <param name="Origin">The request's origin: <c>https://host</c>; empty in process.</param>
internal sealed record StripeCall(
    string Method, string[] Path, StripeParams Params, string? Key, string? IdempotencyKey, string? Version, string Origin)
{
    /// <summary>Set by authentication: true with the secret key, false with the publishable one.</summary>
    public bool IsSecret { get; init; }

    public string RequestId { get; } = StripeIds.New("req");
}

/// <summary>A reply. The operation's changes are committed, with status 200 and 402 alike.</summary>
internal sealed record StripeReply(int Status, JsonObject Body)
{
    public bool IsReplay { get; init; }

    public static StripeReply Ok(JsonObject body) => new(200, body);
}
