using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// /v1/webhook_endpoints: endpoints besides the shop's (https://docs.stripe.com/api/webhook_endpoints). The secret is returned only on
/// creation, as with Stripe.
/// </summary>
internal static class WebhookEndpoints
{
    private const int EndpointsMax = 16;

    public static async Task<StripeReply> CreateAsync(LocalStripeUnit unit, StripeCall call, CancellationToken cancellationToken)
    {
        var address = call.Params.Required("url");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw StripeProblem.Invalid("url", "Not a valid URL", "url_invalid");
        }

        string[] events = [.. call.Params.List("enabled_events")];
        if (events.Length == 0)
        {
            throw StripeProblem.Invalid("enabled_events", "Missing required param: enabled_events.", "parameter_missing");
        }

        await using (var count = unit.Command("SELECT count(*) FROM local_stripe.resources WHERE kind = 'webhook_endpoint'"))
        {
            if ((long)(await count.ExecuteScalarAsync(cancellationToken))! >= EndpointsMax)
            {
                throw StripeProblem.Invalid(null, $"You have reached the maximum of {EndpointsMax} test webhook endpoints.");
            }
        }

        var body = new JsonObject
        {
            ["id"] = StripeIds.New("we"),
            ["object"] = "webhook_endpoint",
            ["api_version"] = call.Params["api_version"],
            ["application"] = null,
            ["created"] = unit.NowSeconds,
            ["description"] = call.Params["description"],
            ["enabled_events"] = new JsonArray([.. events.Select(type => (JsonNode?)type)]),
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["secret"] = StripeIds.New("whsec"),
            ["status"] = "enabled",
            ["url"] = uri.AbsoluteUri,
        };
        PaymentIntents.ApplyMetadata(call, body);
        unit.Add(new StripeResource(body));
        return StripeReply.Ok(body);
    }

    public static async Task<StripeReply> DeleteAsync(LocalStripeUnit unit, string id, CancellationToken cancellationToken)
    {
        var endpoint = await unit.GetAsync("webhook_endpoint", id, "webhook_endpoint", cancellationToken);
        unit.Remove(endpoint);
        return StripeReply.Ok(new JsonObject { ["id"] = id, ["object"] = "webhook_endpoint", ["deleted"] = true });
    }

    public static StripeReply WithoutSecrets(StripeReply reply)
    {
        reply.Body.Remove("secret");
        foreach (var item in reply.Body["data"]?.AsArray() ?? [])
        {
            item!.AsObject().Remove("secret");
        }

        return reply;
    }
}
