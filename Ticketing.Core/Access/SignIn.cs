using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Signs in at the site with a password; the answer sets the session cookie.</summary>
/// <param name="Remember">Whether the session outlives the browser.</param>
public sealed record SignInWithPassword(string? Email, string? Password, bool Remember);

/// <summary>Finishes a sign-in that asked for the second factor.</summary>
/// <param name="Code">Six digits of the authenticator app, or a recovery code.</param>
/// <param name="RememberBrowser">Whether this browser is not asked again.</param>
/// <param name="Remember">Whether the session outlives the browser.</param>
public sealed record SignInWithCode(string? Code, bool RememberBrowser, bool Remember);

/// <summary>Signs in with a passkey.</summary>
/// <param name="CredentialJson">What <c>navigator.credentials.get()</c> answered, as JSON.</param>
public sealed record SignInWithPasskey(string? CredentialJson);

/// <summary>Exchanges credentials for a bearer token of the HTTP API.</summary>
/// <param name="TwoFactorCode">Needed when the account has a second factor.</param>
public sealed record SignInToApi(string? Email, string? Password, string? TwoFactorCode);

/// <param name="User">Who signed in.</param>
public sealed record SignedIn(UserId User);

/// <param name="Token">The only copy: the database keeps its hash.</param>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt, UserId User);

/// <summary>Why nobody was signed in. None of them says whether the address has an account, unless the password was right.</summary>
public enum SignInRefusal
{
    InvalidCredentials,
    LockedOut,

    /// <summary>The password was right; the second factor is to come.</summary>
    TwoFactorRequired,

    /// <summary>The password was right, the code was not.</summary>
    TwoFactorCodeWrong,

    /// <summary>The password was right; the address is still to be confirmed, and the mail was sent again.</summary>
    EmailNotConfirmed,

    /// <summary>The sign-in that asked for the second factor, or the passkey's challenge, is too long ago.</summary>
    Expired,
}
