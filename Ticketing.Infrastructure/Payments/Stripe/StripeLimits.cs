using Ticketing.Core.Common;
using Ticketing.Core.Payments;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Stripe's smallest and largest charges (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). They depend on the
/// account's settlement currency as well, so Stripe may still refuse an amount within them.
/// </summary>
internal static class StripeLimits
{
    // Eight digits of Stripe's minor units.
    private const long MaxAtStripe = 99_999_999;
    private const long MinOfOthers = 50;

    private static readonly Dictionary<string, long> Min = new(StringComparer.Ordinal)
    {
        ["AED"] = 200,
        ["AUD"] = 50,
        ["BGN"] = 100,
        ["BRL"] = 50,
        ["CAD"] = 50,
        ["CHF"] = 50,
        ["CZK"] = 1500,
        ["DKK"] = 250,
        ["EUR"] = 50,
        ["GBP"] = 30,
        ["HKD"] = 400,
        ["HUF"] = 17_500,
        ["INR"] = 50,
        ["JPY"] = 50,
        ["MXN"] = 1000,
        ["MYR"] = 200,
        ["NOK"] = 300,
        ["NZD"] = 50,
        ["PLN"] = 200,
        ["RON"] = 200,
        ["SEK"] = 300,
        ["SGD"] = 50,
        ["THB"] = 1000,
        ["USD"] = 50,
    };

    /// <summary>The limits in our minor units.</summary>
    public static PaymentLimits Of(string currency) => new(
        Min.TryGetValue(currency, out var min) ? min : Money.Decimals(currency) == 0 ? 1 : MinOfOthers,
        StripeAmount.FromStripe(MaxAtStripe, currency).Amount);
}
