using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Browser;

/// <summary>
/// What is between a buyer and the bank, as far as the local provider plays it: 3-D Secure for a card, the bank's own page for
/// the ways to pay that lead there.
/// </summary>
/// <param name="ReturnUrl">Where the shop wants the buyer back, or null when it did not say.</param>
/// <param name="Method">The payment method's type while the bank waits for the buyer's answer.</param>
internal sealed record Challenge(JsonObject Intent, string? ReturnUrl, string? Method)
{
    /// <summary>True while the bank waits for the buyer's answer.</summary>
    public bool IsOpen => Status == "requires_action";

    private string Status => Intent["status"]!.GetValue<string>();

    /// <summary>
    /// Takes the buyer's answer, if the call carries one. When the intent has moved on it changes nothing: a back button
    /// or a second click must not charge again. The intent is locked meanwhile.
    /// </summary>
    public static async Task<Challenge> StepAsync(LocalStripeUnit unit, StripeCall call, string intentId, TimeSpan settleAfter, CancellationToken cancellationToken)
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
        LocalStripeUnit unit, StripeResource intent, bool mayTakeTime, string? outcome, TimeSpan settleAfter, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case "complete":
                await PaymentConfirmation.PassChallengeAsync(unit, intent, cancellationToken);
                break;
            case "later" or "later-fail" when mayTakeTime:
                PaymentConfirmation.LeaveToBank(unit, intent, unit.Now + settleAfter, succeeds: outcome == "later");
                break;
            default:
                await PaymentConfirmation.FailChallengeAsync(unit, intent, cancellationToken);
                break;
        }
    }

    /// <summary>Remembers where to lead the buyer afterwards.</summary>
    public static void ReturnTo(LocalStripeUnit unit, string intentId, Uri address) => unit.Queue(
        "INSERT INTO local_stripe.challenges (intent_id, return_url) VALUES (@intent, @address) ON CONFLICT (intent_id) DO UPDATE SET return_url = excluded.return_url",
        LocalStripeUnit.Text("intent", intentId), LocalStripeUnit.Text("address", address.AbsoluteUri));

    /// <summary>The shop's address with what Stripe adds to it.</summary>
    public string WayBack() => ReturnUrl is null
        ? "/"
        : QueryHelpers.AddQueryString(ReturnUrl, new Dictionary<string, string?>
        {
            ["payment_intent"] = Intent["id"]!.GetValue<string>(),
            ["payment_intent_client_secret"] = Intent["client_secret"]!.GetValue<string>(),
            ["redirect_status"] = Status switch { "succeeded" or Captures.Waiting => "succeeded", "processing" => "pending", _ => "failed" },
        });
}
