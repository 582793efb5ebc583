using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Signs in at the site with a password; the answer sets the session cookie.</summary>
/// <param name="Remember">Whether the cookie persists after the browser closes.</param>
public sealed record SignInWithPassword(string? Email, string? Password, bool Remember);

/// <summary>Finishes a sign-in that asked for the second factor.</summary>
/// <param name="Code">Six digits of the authenticator app, or a recovery code.</param>
/// <param name="RememberBrowser">Whether this browser skips the second factor from now on.</param>
/// <param name="Remember">Whether the cookie persists after the browser closes.</param>
public sealed record SignInWithCode(string? Code, bool RememberBrowser, bool Remember);

/// <summary>Signs in with a passkey.</summary>
/// <param name="CredentialJson">The result of <c>navigator.credentials.get()</c>, as JSON.</param>
public sealed record SignInWithPasskey(string? CredentialJson);

/// <summary>Exchanges credentials for a bearer token of the HTTP API.</summary>
/// <param name="TwoFactorCode">Needed when the account has a second factor.</param>
public sealed record SignInToApi(string? Email, string? Password, string? TwoFactorCode);

/// <param name="User">Who signed in.</param>
/// <param name="WorksHere">As <see cref="Caller.WorksHere"/>.</param>
public sealed record SignedIn(UserId User, bool WorksHere);

/// <param name="Token">In clear; the database stores its hash only.</param>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt, UserId User);

/// <summary>Why a sign-in was refused. Only a correct password reveals that the address has an account.</summary>
public enum SignInRefusal
{
    /// <summary>
    /// No confirmed account has this address and password. An unconfirmed account is not told apart: after a registration with a
    /// password of one's own the answer would reveal whether the address had an account before.
    /// </summary>
    InvalidCredentials,
    LockedOut,

    /// <summary>The password was right; a second factor is required.</summary>
    TwoFactorRequired,

    /// <summary>The password was right, the code was not.</summary>
    TwoFactorCodeWrong,

    /// <summary>The pending two-factor sign-in or the passkey's challenge has expired.</summary>
    Expired,
}
