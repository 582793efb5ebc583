using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>Payment methods that redirect the buyer to a bank's page (https://docs.stripe.com/payments/bank-redirects).</summary>
internal static class RedirectMethods
{
    private const string Card = "card";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["ideal"] = "iDEAL",
        ["bancontact"] = "Bancontact",
        ["paypal"] = "PayPal",
    };

    // PayPal's currencies at Stripe; the other two methods support euros only.
    private static readonly HashSet<string> PayPalCurrencies =
        ["aud", "cad", "chf", "czk", "dkk", "eur", "gbp", "hkd", "nok", "nzd", "pln", "sek", "sgd", "usd"];

    public static bool Contains(string type) => Names.ContainsKey(type);

    public static string NameOf(string type) => Names[type];

    /// <summary>All methods that support the currency.</summary>
    public static string[] OfferedFor(string currency) => [Card, .. Names.Keys.Where(type => Takes(type, currency))];

    /// <summary>Validates the types that a call lists.</summary>
    public static string[] Named(IEnumerable<string> types, string currency)
    {
        string[] named = [.. types.Distinct()];
        foreach (var type in named)
        {
            if (type != Card && !Contains(type))
            {
                throw StripeProblem.Invalid(
                    "payment_method_types",
                    $"The payment method type \"{type}\" is invalid. The local provider takes card, {string.Join(", ", Names.Keys)}.");
            }

            if (!Takes(type, currency))
            {
                throw StripeProblem.Invalid(
                    "payment_method_types", $"The currency provided ({currency}) is invalid for payment method type {type}.");
            }
        }

        return named;
    }

    /// <summary>The method's details in a charge.</summary>
    public static JsonObject Details(string type) => type switch
    {
        "ideal" => new JsonObject { ["bank"] = null, ["bic"] = null },
        "paypal" => new JsonObject { ["country"] = null, ["payer_email"] = null, ["payer_id"] = null },
        _ => [],
    };

    private static bool Takes(string type, string currency) => type switch
    {
        Card => true,
        "paypal" => PayPalCurrencies.Contains(currency),
        _ => currency == "eur",
    };
}
