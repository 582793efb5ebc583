using OtpNet;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Verifies codes of authenticator apps (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). Identity's verification does not return the
/// time step, which is needed to refuse reuse of a code (section 5.2).
/// </summary>
internal static class TimeCodes
{
    public const int Digits = 6;

    private const int StepSeconds = 30;

    // Tolerates a clock skew of one step both ways (RFC 6238, 5.2); each further step makes guessing easier.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>
    /// The time step of <paramref name="code"/>; null if it matches no step near <paramref name="now"/> after <paramref name="after"/>.
    /// </summary>
    /// <param name="key">The account's key, in base 32 (RFC 4648).</param>
    public static long? StepOf(string key, string code, long after, DateTimeOffset now)
    {
        var codes = new Totp(Base32Encoding.ToBytes(key), StepSeconds, OtpHashMode.Sha1, Digits);
        return codes.VerifyTotp(now.UtcDateTime, code, out var step, Window) && step > after ? step : null;
    }
}
