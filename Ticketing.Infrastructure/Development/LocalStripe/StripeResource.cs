using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>One of Stripe's objects as it is kept: its JSON, and what the JSON does not say.</summary>
/// <param name="Parent">The intent it belongs to.</param>
/// <param name="Behavior">What the card behind it does next.</param>
internal sealed record StripeResource(JsonObject Body, string? Parent = null, CardBehavior? Behavior = null)
{
    public string Id => Body["id"]!.GetValue<string>();

    public string Kind => Body["object"]!.GetValue<string>();

    public string? Text(string name) => Body[name]?.GetValue<string>();

    public long Number(string name) => Body[name]!.GetValue<long>();
}
