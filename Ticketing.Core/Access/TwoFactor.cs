using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>The shared key of an authenticator app in three forms.</summary>
/// <param name="Key">The shared key in groups of four, for typing.</param>
/// <param name="Uri">The <c>otpauth:</c> address (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).</param>
/// <param name="QrSvg">The address as a QR code, an SVG without script or style.</param>
public sealed record AuthenticatorSetup(string Key, string Uri, string QrSvg);

/// <summary>Enables the second factor; the code proves that the app has the key.</summary>
public sealed record EnableTwoFactor(UserId User, string? Code);

/// <summary>Disables the second factor and deletes the key.</summary>
public sealed record DisableTwoFactor(UserId User, string? CurrentPassword);

/// <summary>Replaces the recovery codes.</summary>
public sealed record RenewRecoveryCodes(UserId User, string? CurrentPassword);

/// <param name="Codes">Each is a second factor once. In clear here only: the database stores hashes.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

public enum TwoFactorRefusal
{
    CodeWrong,
    CurrentPasswordWrong,
    NotEnabled,

    /// <summary>The session has no recent proof that its holder is present.</summary>
    ProofMissing,
}
