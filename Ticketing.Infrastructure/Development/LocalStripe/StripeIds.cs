using System.Security.Cryptography;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>Generates ids in Stripe's format: <c>pi_</c> and 24 letters and digits.</summary>
internal static class StripeIds
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New(string prefix) => $"{prefix}_{RandomNumberGenerator.GetString(Alphabet, 24)}";

    public static string ClientSecret(string intentId) => $"{intentId}_secret_{RandomNumberGenerator.GetString(Alphabet, 25)}";
}
