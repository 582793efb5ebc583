using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Identity's sign-in manager; exposes the step after the password, which <see cref="CredentialChecker"/> checks. Begins and ends the
/// sessions of <see cref="SignIns"/> with those of the cookie.
/// </summary>
public sealed class AccountSignInManager(
    UserManager<Account> users,
    IHttpContextAccessor contextAccessor,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation,
    SignIns signIns,
    KnownBrowsers knownBrowsers)
    : SignInManager<Account>(users, contextAccessor, claims, options, logger, schemes, confirmation)
{
    // The session that RenewSessionAsync renews.
    private string? _renewed;

    /// <summary>Signs in an account with a checked password, or stores it in a cookie until the second factor is checked.</summary>
    public Task<SignInResult> AfterPasswordAsync(Account account, bool remember) => SignInOrTwoFactorAsync(account, remember);

    /// <summary>
    /// Renews the current session's security stamp and claims if it is the account's, so that a change that ends the other sessions does
    /// not end this one.
    /// </summary>
    public async Task RenewSessionAsync(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (AccountClaims.User(Context.User)?.Value == account.Id)
        {
            _renewed = AccountClaims.Session(Context.User);
            await RefreshSignInAsync(account);
            _renewed = null;
        }
    }

    /// <summary>Sets the cookie of a new session; renewed ones stay the same session unless all have ended.</summary>
    public override async Task SignInWithClaimsAsync(
        Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (_renewed is not { } session || !await signIns.ExistsAsync(session, Context.RequestAborted))
        {
            await EndCurrentAsync();
            var client = new SessionClient(
                Context.Request.Headers.UserAgent, Context.Connection.RemoteIpAddress?.ToString(), authenticationProperties?.IsPersistent == true);
            session = await signIns.CreateAsync(new UserId(user.Id), client, Context.RequestAborted);
            knownBrowsers.Remember(Context, user);
        }

        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, AccountClaims.OfSession(session)]);
    }

    /// <summary>Ends the session, on the server too: its cookie signs nobody in any more.</summary>
    public override async Task SignOutAsync()
    {
        await EndCurrentAsync();
        await base.SignOutAsync();
    }

    private async Task EndCurrentAsync()
    {
        if (AccountClaims.Session(Context.User) is { } current)
        {
            await signIns.EndAsync(current, Context.RequestAborted);
        }
    }

    /// <summary>Checks a passkey assertion; null if this browser has no matching or no current challenge.</summary>
    public async Task<PasskeyAssertionResult<Account>?> TryPasskeyAssertionAsync(string credentialJson)
    {
        try
        {
            return await PerformPasskeyAssertionAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            // Identity throws only if the challenge is missing; an invalid assertion is a failed result.
            return null;
        }
    }

    /// <summary>Whether a response, which need not be valid, names a passkey of an account.</summary>
    public async Task<bool> IsKnownPasskeyAsync(string credentialJson)
    {
        try
        {
            using var credential = JsonDocument.Parse(credentialJson);
            return credential.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && id.GetString() is { Length: <= 1400 } text && Base64Url.IsValid(text)
                && await UserManager.FindByPasskeyIdAsync(Base64Url.DecodeFromChars(text)) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Checks a passkey attestation; null as with <see cref="TryPasskeyAssertionAsync"/>.</summary>
    public async Task<PasskeyAttestationResult?> TryPasskeyAttestationAsync(string credentialJson)
    {
        try
        {
            return await PerformPasskeyAttestationAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
