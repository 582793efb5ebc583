using OtpNet;

namespace Ticketing.Tests.Access;

/// <summary>An authenticator app: RFC 6238 with SHA-1, 30 seconds, six digits.</summary>
internal static class AuthenticatorApp
{
    private const int StepSeconds = 30;

    /// <param name="key">Base32, with or without spaces.</param>
    /// <param name="steps">Time steps after the current one.</param>
    public static string CodeOf(string key, int steps = 0) =>
        new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal)), StepSeconds)
            .ComputeTotp(DateTime.UtcNow.AddSeconds(steps * StepSeconds));
}
