using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Payments;

/// <summary>Every object has all fields of Stripe's examples (<c>stripe-fields.json</c>).</summary>
public sealed class StripeShapeTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>
{
    [Fact]
    public async Task Objects_OfEveryKind_HaveStripesFields()
    {
        var host = fixture.Host;
        var intent = await host.CreateIntentAsync();
        Assert.Equal(200, (await host.ConfirmAsync(intent, "4242424242424242")).Status);
        var disputed = await host.CreateIntentAsync();
        await host.ConfirmAsync(disputed, "4000000000000259");
        await host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id)]);
        await host.CallAsync(HttpMethod.Post, "v1/webhook_endpoints", [("url", "https://shop.example/"), ("enabled_events[]", "charge.refunded")]);

        foreach (var (path, names) in Fields())
        {
            var steps = path.Split('.');
            JsonNode node = JsonNode.Parse(await fixture.Database.ScalarAsync<string>(
                "SELECT body::text FROM local_stripe.resources WHERE kind = $1 ORDER BY sequence LIMIT 1", steps[0]) ?? "")!;
            foreach (var step in steps[1..])
            {
                node = node[step]!;
            }

            Assert.Equal([], names.Except(node.AsObject().Select(field => field.Key)));
        }
    }

    private static Dictionary<string, string[]> Fields([CallerFilePath] string path = "") =>
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "stripe-fields.json")))!;
}
