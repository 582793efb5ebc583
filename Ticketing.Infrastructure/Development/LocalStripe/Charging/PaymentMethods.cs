using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>
/// POST and GET of /v1/payment_methods. Card numbers are not stored: only brand, last four digits, expiry and the test card's behavior.
/// Of redirect methods only the type is stored.
/// </summary>
internal static class PaymentMethods
{
    public static StripeReply Create(LocalStripeUnit unit, StripeCall call)
    {
        var method = FromData(unit, call, "", call.Params.Required("type"));
        return StripeReply.Ok(method.Body);
    }

    /// <summary>The payment method that a call references or contains; null if it does neither.</summary>
    public static async Task<StripeResource?> GivenAsync(LocalStripeUnit unit, StripeCall call, CancellationToken cancellationToken)
    {
        if (call.Params.HasUnder("payment_method_data"))
        {
            return FromData(unit, call, "payment_method_data", call.Params.Required("payment_method_data[type]"));
        }

        if (call.Params["payment_method"] is not { } id)
        {
            return null;
        }

        if (TestCards.WithAlias(id) is not { } card)
        {
            return await unit.GetAsync("payment_method", id, "payment_method", cancellationToken);
        }

        var method = new StripeResource(
            StripeShapes.PaymentMethod(card, 12, unit.Now.Year + 1, StripeShapes.Billing(null, null), unit.NowSeconds), null, card.Behavior);
        unit.Add(method);
        return method;
    }

    private static StripeResource FromData(LocalStripeUnit unit, StripeCall call, string prefix, string type)
    {
        string Name(string outer, string inner) => prefix.Length == 0 ? $"{outer}[{inner}]" : $"{prefix}[{outer}][{inner}]";

        StripeResource method;
        if (RedirectMethods.Contains(type))
        {
            method = new StripeResource(StripeShapes.RedirectMethod(
                type, StripeShapes.Billing(call.Params[Name("billing_details", "name")], call.Params[Name("billing_details", "email")]), unit.NowSeconds));
            unit.Add(method);
            return method;
        }

        if (type != "card")
        {
            throw StripeProblem.Invalid(prefix.Length == 0 ? "type" : $"{prefix}[type]", $"The local provider does not take {type}.");
        }

        // Stripe's test tokens represent cards.
        if (call.Params[Name("card", "token")] is { } token)
        {
            var known = TestCards.WithAlias(token.Replace("tok_", "pm_card_", StringComparison.Ordinal))
                ?? throw StripeProblem.Missing("token", token, Name("card", "token"));
            method = new StripeResource(
                StripeShapes.PaymentMethod(known, 12, unit.Now.Year + 1, StripeShapes.Billing(null, null), unit.NowSeconds), null, known.Behavior);
        }
        else
        {
            var month = call.Params.Integer(Name("card", "exp_month"));
            var year = call.Params.Integer(Name("card", "exp_year"));
            var card = TestCards.Read(call.Params[Name("card", "number")], month, year, call.Params[Name("card", "cvc")], unit.Now);
            var billing = StripeShapes.Billing(call.Params[Name("billing_details", "name")], call.Params[Name("billing_details", "email")]);
            method = new StripeResource(
                StripeShapes.PaymentMethod(card, month!.Value, year!.Value < 100 ? year.Value + 2000 : year.Value, billing, unit.NowSeconds), null, card.Behavior);
        }

        unit.Add(method);
        return method;
    }
}
