using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Ticketing.Infrastructure.Payments.Local;

/// <summary>3-D Secure between a buyer and the bank, as far as the local provider plays it.</summary>
/// <param name="ReturnUrl">Where the shop wants the buyer back, or null when it did not say.</param>
internal sealed record Challenge(JsonObject Intent, string? ReturnUrl)
{
    /// <summary>True while the bank waits for the buyer's answer.</summary>
    public bool IsOpen => Status == "requires_action";

    private string Status => Intent["status"]!.GetValue<string>();

    /// <summary>
    /// Takes the buyer's answer, if the call carries one. When the intent has moved on it changes nothing: a back button
    /// or a second click must not charge again. The intent is locked meanwhile.
    /// </summary>
    public static async Task<Challenge> StepAsync(LocalStripeUnit unit, StripeCall call, string intentId, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", intentId, "intent", cancellationToken);
        PaymentIntents.Authorize(call, intent);
        if (call.Method == "POST" && intent.Text("status") == "requires_action")
        {
            await (call.Params["outcome"] == "complete"
                ? PaymentConfirmation.PassChallengeAsync(unit, intent, cancellationToken)
                : PaymentConfirmation.FailChallengeAsync(unit, intent, cancellationToken));
        }

        await using var find = unit.Command("SELECT return_url FROM local_stripe.challenges WHERE intent_id = @intent");
        find.Parameters.Add(LocalStripeUnit.Text("intent", intentId));
        return new Challenge(intent.Body, await find.ExecuteScalarAsync(cancellationToken) as string);
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
            ["redirect_status"] = Status is "succeeded" or Captures.Waiting ? "succeeded" : "failed",
        });
}
