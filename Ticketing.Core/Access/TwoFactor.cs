using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>What an authenticator app needs.</summary>
/// <param name="Key">The shared key in groups of four, for typing.</param>
/// <param name="Uri">The <c>otpauth:</c> address (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).</param>
/// <param name="QrSvg">The address as a QR code, an SVG without script or style.</param>
public sealed record AuthenticatorSetup(string Key, string Uri, string QrSvg);

/// <summary>Switches the second factor on, once the app has shown that it has the key.</summary>
public sealed record EnableTwoFactor(UserId User, string? Code);

/// <summary>Switches the second factor off and forgets the key.</summary>
public sealed record DisableTwoFactor(UserId User, string? CurrentPassword);

/// <summary>Replaces the recovery codes.</summary>
public sealed record RenewRecoveryCodes(UserId User, string? CurrentPassword);

/// <param name="Codes">Each signs in once in place of the app. Shown once: the database cannot tell them again.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

public enum TwoFactorRefusal
{
    CodeWrong,
    CurrentPasswordWrong,
    NotEnabled,
}
