using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>A stored Stripe object: its JSON and internal columns.</summary>
/// <param name="Parent">The id of its intent.</param>
/// <param name="Behavior">The behavior of its test card.</param>
internal sealed record StripeResource(JsonObject Body, string? Parent = null, CardBehavior? Behavior = null)
{
    public string Id => Body["id"]!.GetValue<string>();

    public string Kind => Body["object"]!.GetValue<string>();

    public string? Text(string name) => Body[name]?.GetValue<string>();

    public long Number(string name) => Body[name]!.GetValue<long>();
}
