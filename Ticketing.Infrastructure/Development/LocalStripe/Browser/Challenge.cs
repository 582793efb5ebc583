using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Browser;

/// <summary>
/// The buyer's authentication at the bank, as simulated by the local provider: 3-D Secure for cards, the bank's page for redirect methods.
/// </summary>
/// <param name="ReturnUrl">The shop's return address, or null if it gave none.</param>
/// <param name="Method">The payment method's type while the challenge is open.</param>
internal sealed record Challenge(JsonObject Intent, string? ReturnUrl, string? Method)
{
    /// <summary>True while the buyer has not answered.</summary>
    public bool IsOpen => Status == "requires_action";

    private string Status => Intent["status"]!.GetValue<string>();

    /// <summary>
    /// Applies the buyer's answer, if the call has one. Idempotent under the intent's lock: a repeated answer does not charge again.
    /// </summary>
    public static async Task<Challenge> StepAsync(
        LocalStripeUnit unit, StripeCall call, string intentId, TimeSpan settleAfter, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", intentId, "intent", cancellationToken);
        PaymentIntents.Authorize(call, intent);
        string? type = null;
        if (intent.Text("status") == "requires_action")
        {
            type = (await unit.GetAsync("payment_method", intent.Text("payment_method")!, "payment_method", cancellationToken)).Text("type");
            if (call.Method == "POST")
            {
                await AnswerAsync(unit, intent, type != "card", call.Params["outcome"], settleAfter, cancellationToken);
            }
        }

        await using var find = unit.Command("SELECT return_url FROM local_stripe.challenges WHERE intent_id = @intent");
        find.Parameters.Add(LocalStripeUnit.Text("intent", intentId));
        return new Challenge(intent.Body, await find.ExecuteScalarAsync(cancellationToken) as string, type);
    }

    private static async Task AnswerAsync(
        LocalStripeUnit unit, StripeResource intent, bool allowsDelay, string? outcome, TimeSpan settleAfter,
        CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case "complete":
                await PaymentConfirmation.PassChallengeAsync(unit, intent, cancellationToken);
                break;
            case "later" or "later-fail" when allowsDelay:
                PaymentConfirmation.BeginProcessing(unit, intent, unit.Now + settleAfter, succeeds: outcome == "later");
                break;
            default:
                await PaymentConfirmation.FailChallengeAsync(unit, intent, cancellationToken);
                break;
        }
    }

    /// <summary>Stores the shop's return address.</summary>
    public static void ReturnTo(LocalStripeUnit unit, string intentId, Uri address) => unit.Queue(
        """
        INSERT INTO local_stripe.challenges (intent_id, return_url) VALUES (@intent, @address)
        ON CONFLICT (intent_id) DO UPDATE SET return_url = excluded.return_url
        """,
        LocalStripeUnit.Text("intent", intentId), LocalStripeUnit.Text("address", address.AbsoluteUri));

    /// <summary>The return address with the parameters that Stripe adds.</summary>
    public string RedirectAddress() => ReturnUrl is null
        ? "/"
        : QueryHelpers.AddQueryString(ReturnUrl, new Dictionary<string, string?>
        {
            ["payment_intent"] = Intent["id"]!.GetValue<string>(),
            ["payment_intent_client_secret"] = Intent["client_secret"]!.GetValue<string>(),
            ["redirect_status"] = Status switch { "succeeded" or Captures.Waiting => "succeeded", "processing" => "pending", _ => "failed" },
        });
}
