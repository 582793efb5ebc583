using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Identity's sign-in manager; exposes the step after the password, which <see cref="CredentialChecker"/> checks.</summary>
public sealed class AccountSignInManager(
    UserManager<Account> users,
    IHttpContextAccessor contextAccessor,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(users, contextAccessor, claims, options, logger, schemes, confirmation)
{
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
            await RefreshSignInAsync(account);
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
