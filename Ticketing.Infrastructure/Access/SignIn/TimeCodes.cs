using OtpNet;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// The codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds). Identity checks them too, but does not say
/// which step a code is of, and without that a code could be used again for as long as its window is open (section 5.2).
/// </summary>
internal static class TimeCodes
{
    public const int Digits = 6;

    private const int StepSeconds = 30;

    // Telephones' clocks are off: as many steps to either side as Identity takes.
    private static readonly VerificationWindow Window = new(previous: 2, future: 2);

    /// <summary>The time step that <paramref name="code"/> is of, after <paramref name="after"/>; null: it is none of a step near <paramref name="now"/>.</summary>
    /// <param name="key">The account's key, in base 32 (RFC 4648).</param>
    public static long? StepOf(string key, string code, long after, DateTimeOffset now)
    {
        var codes = new Totp(Base32Encoding.ToBytes(key), StepSeconds, OtpHashMode.Sha1, Digits);
        return codes.VerifyTotp(now.UtcDateTime, code, out var step, Window) && step > after ? step : null;
    }
}
