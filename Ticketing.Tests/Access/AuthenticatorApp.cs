using OtpNet;

namespace Ticketing.Tests.Access;

/// <summary>An authenticator app: RFC 6238 with SHA-1, 30 seconds, six digits.</summary>
internal static class AuthenticatorApp
{
    private const int StepSeconds = 30;

    /// <param name="key">Base32, in groups or not.</param>
    /// <param name="steps">Codes later than now.</param>
    public static string CodeOf(string key, int steps = 0) =>
        new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal)), StepSeconds)
            .ComputeTotp(DateTime.UtcNow.AddSeconds(steps * StepSeconds));
}
