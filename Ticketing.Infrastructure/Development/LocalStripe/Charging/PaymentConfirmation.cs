using System.Text.Json.Nodes;
using Npgsql;
using Ticketing.Infrastructure.Development.LocalStripe.Browser;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>
/// POST /v1/payment_intents/{id}/confirm and its outcomes: success, a decline, or a challenge first
/// (https://docs.stripe.com/payments/paymentintents/lifecycle). Holds the intent's row lock from the state check to the commit, so that
/// concurrent confirmations charge once.
/// </summary>
internal static class PaymentConfirmation
{
    public static async Task<StripeReply> ConfirmAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", id, "intent", cancellationToken);
        PaymentIntents.Authorize(call, intent);
        return await ConfirmAsync(unit, call, intent, cancellationToken);
    }

    public static async Task<StripeReply> ConfirmAsync(
        LocalStripeUnit unit, StripeCall call, StripeResource intent, CancellationToken cancellationToken)
    {
        var status = intent.Text("status")!;
        if (!PaymentIntents.IsOpen(status))
        {
            throw StripeProblem.State(PaymentIntents.Visible(call, intent.Body), status == "succeeded"
                ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
                : $"You cannot confirm this PaymentIntent because it has a status of {status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action, requires_payment_method.");
        }

        var method = await PaymentMethods.GivenAsync(unit, call, cancellationToken)
            ?? (intent.Text("payment_method") is { } earlier ? await unit.GetAsync("payment_method", earlier, "payment_method", cancellationToken) : null)
            ?? throw StripeProblem.State(PaymentIntents.Visible(call, intent.Body), "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.");

        var type = method.Text("type")!;
        if (!intent.Body["payment_method_types"]!.AsArray().Any(allowed => allowed!.GetValue<string>() == type))
        {
            throw StripeProblem.Invalid("payment_method", $"The PaymentMethod provided ({type}) is not allowed for this PaymentIntent. Please attach a method of one of the following types: {string.Join(", ", intent.Body["payment_method_types"]!.AsArray())}.");
        }

        intent.Body["payment_method"] = method.Id;
        if (RedirectMethods.Contains(type))
        {
            BeginChallenge(unit, call, intent, RedirectUrl(call, required: true));
            return StripeReply.Ok(PaymentIntents.Visible(call, intent.Body));
        }

        if (method.Behavior is CardBehavior.Challenge or CardBehavior.ChallengeThenDecline or CardBehavior.ChallengeThenInsufficientFunds)
        {
            // Stripe's script shows the challenge in a frame; other clients are redirected.
            BeginChallenge(unit, call, intent, call.Params.Flag("use_stripe_sdk") ? null : RedirectUrl(call, required: false));
            return StripeReply.Ok(PaymentIntents.Visible(call, intent.Body));
        }

        return Charge(unit, intent, method, authenticated: false) is { } decline
            ? new StripeReply(402, CardError(call, intent, decline))
            : StripeReply.Ok(PaymentIntents.Visible(call, intent.Body));
    }

    /// <summary>The buyer passed the challenge: charges the method.</summary>
    public static async Task PassChallengeAsync(LocalStripeUnit unit, StripeResource intent, CancellationToken cancellationToken)
    {
        var method = await unit.GetAsync("payment_method", intent.Text("payment_method")!, "payment_method", cancellationToken);
        Charge(unit, intent, method, authenticated: true);
    }

    /// <summary>The buyer failed the challenge: the intent needs another payment method.</summary>
    public static async Task FailChallengeAsync(LocalStripeUnit unit, StripeResource intent, CancellationToken cancellationToken)
    {
        var method = await unit.GetAsync("payment_method", intent.Text("payment_method")!, "payment_method", cancellationToken);
        intent.Body["last_payment_error"] = new JsonObject
        {
            ["code"] = "payment_intent_authentication_failure",
            ["doc_url"] = "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
            ["message"] = "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
            ["payment_method"] = method.Body.DeepClone(),
            ["type"] = "invalid_request_error",
        };
        Fail(unit, intent);
    }

    /// <summary>Starts a delayed settlement, with its outcome at <paramref name="settlesAt"/>.</summary>
    public static void BeginProcessing(LocalStripeUnit unit, StripeResource intent, DateTimeOffset settlesAt, bool succeeds)
    {
        intent.Body["status"] = "processing";
        intent.Body["next_action"] = null;
        unit.Save(intent);
        unit.Queue(
            "INSERT INTO local_stripe.payment_outcomes (intent_id, due_at, succeeds) VALUES (@intent, @due_at, @succeeds)",
            LocalStripeUnit.Text("intent", intent.Id), LocalStripeUnit.Time("due_at", settlesAt),
            new NpgsqlParameter<bool>("succeeds", succeeds));
        unit.AddEvent("payment_intent.processing", intent);
    }

    /// <summary>Ends a delayed settlement.</summary>
    public static async Task SettleAsync(LocalStripeUnit unit, string id, bool succeeds, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", id, "intent", cancellationToken);
        var method = await unit.GetAsync("payment_method", intent.Text("payment_method")!, "payment_method", cancellationToken);
        if (succeeds)
        {
            Charge(unit, intent, method, authenticated: false);
            return;
        }

        intent.Body["last_payment_error"] = new JsonObject
        {
            ["code"] = "payment_intent_payment_attempt_failed",
            ["doc_url"] = "https://stripe.com/docs/error-codes/payment-intent-payment-attempt-failed",
            ["message"] = "The latest payment attempt of this PaymentIntent has failed or been canceled, and the attached payment method has been removed. You can try confirming again with a new payment method.",
            ["payment_method"] = method.Body.DeepClone(),
            ["type"] = "invalid_request_error",
        };
        Fail(unit, intent);
    }

    /// <summary>Charges the method. Returns the bank's refusal, or null on success.</summary>
    private static CardDecline? Charge(LocalStripeUnit unit, StripeResource intent, StripeResource method, bool authenticated)
    {
        var decline = method.Behavior is { } behavior ? CardDecline.Of(behavior) : null;
        var charge = new StripeResource(ChargeShape.Of(intent, method, decline, authenticated, unit.NowSeconds), intent.Id, method.Behavior);
        intent.Body["latest_charge"] = charge.Id;
        if (decline is not null)
        {
            unit.Add(charge);
            unit.AddEvent("charge.failed", charge);
            intent.Body["last_payment_error"] = ErrorOf(charge, method, decline);
            Fail(unit, intent);
            return decline;
        }

        intent.Body["last_payment_error"] = null;
        intent.Body["next_action"] = null;
        if (Captures.IsManual(intent))
        {
            Captures.Hold(unit, intent, charge);
            return null;
        }

        unit.Add(BalanceTransactions.OfCharge(charge, unit.NowSeconds));
        unit.Add(charge);
        unit.AddEvent("charge.succeeded", charge);
        Captures.Receive(unit, intent, charge);
        return null;
    }

    // Detaches the payment method: the next attempt needs a new one.
    private static void Fail(LocalStripeUnit unit, StripeResource intent)
    {
        intent.Body["status"] = "requires_payment_method";
        intent.Body["payment_method"] = null;
        intent.Body["next_action"] = null;
        unit.Save(intent);
        unit.AddEvent("payment_intent.payment_failed", intent);
    }

    private static Uri? RedirectUrl(StripeCall call, bool required)
    {
        if ((required ? call.Params.Required("return_url") : call.Params["return_url"]) is not { } address)
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw StripeProblem.Invalid("return_url", "Not a valid URL", "url_invalid");
        }

        // Anybody has the publishable key: with it, a link to this site would lead to any other and take the client secret along.
        return call.IsSecret || $"{uri.Scheme}://{uri.Authority}".Equals(call.Origin, StringComparison.OrdinalIgnoreCase)
            ? uri
            : throw StripeProblem.Invalid("return_url", "The local provider returns to the shop's own origin only.", "url_invalid");
    }

    private static void BeginChallenge(LocalStripeUnit unit, StripeCall call, StripeResource intent, Uri? returnUrl)
    {
        var page = $"{call.Origin}/v1/payment_intents/{intent.Id}/challenge?client_secret={intent.Text("client_secret")}";
        if (returnUrl is not null)
        {
            intent.Body["next_action"] = new JsonObject
            {
                ["redirect_to_url"] = new JsonObject { ["return_url"] = returnUrl.AbsoluteUri, ["url"] = page },
                ["type"] = "redirect_to_url",
            };
            Challenge.ReturnTo(unit, intent.Id, returnUrl);
        }
        else
        {
            intent.Body["next_action"] = new JsonObject
            {
                ["type"] = "use_stripe_sdk",
                ["use_stripe_sdk"] = new JsonObject { ["source"] = StripeIds.New("src"), ["stripe_js"] = page + "&frame=true", ["type"] = "three_d_secure_redirect" },
            };
        }

        intent.Body["status"] = "requires_action";
        intent.Body["last_payment_error"] = null;
        unit.Save(intent);
        unit.AddEvent("payment_intent.requires_action", intent);
    }

    private static JsonObject CardError(StripeCall call, StripeResource intent, CardDecline decline)
    {
        var error = intent.Body["last_payment_error"]!.DeepClone().AsObject();
        error["param"] = decline.Code == "incorrect_cvc" ? "cvc" : "";
        error["payment_intent"] = PaymentIntents.Visible(call, intent.Body).DeepClone();
        return new JsonObject { ["error"] = error };
    }

    private static JsonObject ErrorOf(StripeResource charge, StripeResource method, CardDecline decline) => new()
    {
        ["charge"] = charge.Id,
        ["code"] = decline.Code,
        ["decline_code"] = decline.DeclineCode,
        ["doc_url"] = $"https://stripe.com/docs/error-codes/{decline.Code.Replace('_', '-')}",
        ["message"] = decline.Message,
        ["payment_method"] = method.Body.DeepClone(),
        ["type"] = "card_error",
    };
}
