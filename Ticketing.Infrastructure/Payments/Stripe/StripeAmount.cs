using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Converts amounts to and from Stripe's minor units. They differ from ISO 4217 for two currencies, which have two decimals at Stripe
/// (https://docs.stripe.com/currencies#special-cases).
/// </summary>
internal static class StripeAmount
{
    public static long ToStripe(Money money) => money.Currency is "ISK" or "UGX" ? checked(money.Amount * 100) : money.Amount;

    public static Money FromStripe(long amount, string currency)
    {
        var upper = currency.ToUpperInvariant();
        return new Money(upper is "ISK" or "UGX" ? amount / 100 : amount, upper);
    }

    public static string CurrencyToStripe(Money money) => money.Currency.ToLowerInvariant();
}
