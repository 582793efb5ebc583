using System.Text.Json.Nodes;
using Npgsql;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// POST /v1/test_helpers/webhook_rules, not part of Stripe's API: delays, duplicates or drops the webhooks of one intent or of all, for
/// tests.
/// </summary>
internal static class WebhookRules
{
    private const int DelayMillisecondsMax = 3_600_000;

    public static StripeReply Set(LocalStripeUnit unit, StripeCall call)
    {
        var intent = call.Params["payment_intent"] ?? "*";
        var dropped = call.Params.Flag("dropped");
        var delay = (int)Math.Clamp(call.Params.Integer("delay_milliseconds") ?? 0, 0, DelayMillisecondsMax);
        var copies = (short)Math.Clamp(call.Params.Integer("copies") ?? 1, 1, 10);
        unit.Queue(
            """
            INSERT INTO local_stripe.webhook_rules (payment_intent, dropped, delay_milliseconds, copies) VALUES (@intent, @dropped, @delay, @copies)
            ON CONFLICT (payment_intent) DO UPDATE
            SET dropped = excluded.dropped, delay_milliseconds = excluded.delay_milliseconds, copies = excluded.copies
            """,
            LocalStripeUnit.Text("intent", intent),
            new NpgsqlParameter<bool>("dropped", dropped),
            new NpgsqlParameter<int>("delay", delay),
            new NpgsqlParameter<short>("copies", copies));
        return StripeReply.Ok(new JsonObject
        {
            ["object"] = "test_helpers.webhook_rule",
            ["payment_intent"] = intent,
            ["dropped"] = dropped,
            ["delay_milliseconds"] = delay,
            ["copies"] = copies,
        });
    }
}
