using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Identity's sign-in, with the step after the password open to <see cref="CredentialChecker"/>, which checks it.</summary>
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
    /// <summary>Signs in an account whose password was right, or remembers it while the second factor is asked for.</summary>
    public Task<SignInResult> AfterPasswordAsync(Account account, bool remember) => SignInOrTwoFactorAsync(account, remember);

    /// <summary>
    /// Gives this browser's session the account's new security stamp and claims, when it is that account's: the change that
    /// ended the other sessions was made here.
    /// </summary>
    public async Task RenewSessionAsync(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (AccountClaims.User(Context.User)?.Value == account.Id)
        {
            await RefreshSignInAsync(account);
        }
    }

    /// <summary>Checks a passkey's answer; null when this browser was asked nothing, or something else, or too long ago.</summary>
    public async Task<PasskeyAssertionResult<Account>?> TryPasskeyAssertionAsync(string credentialJson)
    {
        try
        {
            return await PerformPasskeyAssertionAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            // Identity's only way to say so: everything that is wrong with the answer itself is in the result.
            return null;
        }
    }

    /// <summary>Checks a new passkey's answer; null as for <see cref="TryPasskeyAssertionAsync"/>.</summary>
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
