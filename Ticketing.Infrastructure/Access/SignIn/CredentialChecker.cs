using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Checks credentials, for pages and API. To prevent enumeration, an unknown address behaves as a wrong password: same hashing time, same
/// lockout.
/// </summary>
public sealed class CredentialChecker(
    UserManager<Account> users, AccountStore accounts, UnknownAddressLockout unknownAddresses, AccountAudit audit, TimeProvider time)
{
    // Compared with if there is no account; hashed once per process with the configured iterations.
    private static string? _decoyHash;

    /// <summary>The account, or <see cref="SignInRefusal.InvalidCredentials"/> or <see cref="SignInRefusal.LockedOut"/>.</summary>
    public async Task<Outcome<Account, SignInRefusal>> CheckAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        if (!EmailAddress.IsValid(email?.Trim()) || string.IsNullOrEmpty(password) || password.Length > AccountRules.PasswordLengthMax)
        {
            return SignInRefusal.InvalidCredentials;
        }

        var account = await users.FindByEmailAsync(email!);
        if (account is null)
        {
            var decoy = new Account();
            _decoyHash ??= users.PasswordHasher.HashPassword(decoy, Guid.NewGuid().ToString());
            users.PasswordHasher.VerifyHashedPassword(decoy, _decoyHash, password);
            return unknownAddresses.Fail(email!) ? SignInRefusal.LockedOut : SignInRefusal.InvalidCredentials;
        }

        var right = await users.CheckPasswordAsync(account, password);
        if (accounts.IsLocked(account))
        {
            return SignInRefusal.LockedOut;
        }

        if (!right)
        {
            return await FailAsync(account, cancellationToken) ? SignInRefusal.LockedOut : SignInRefusal.InvalidCredentials;
        }

        // With a second factor, only its code resets the count: otherwise a known password would allow unlimited guesses of the code.
        if (!account.TwoFactorEnabled)
        {
            await accounts.ResetFailureCountAsync(account, cancellationToken);
        }

        return account;
    }

    /// <summary>Checks the current password of a signed-in user; failures count as failed sign-ins.</summary>
    public async Task<bool> IsPasswordAsync(Account account, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (accounts.IsLocked(account) || string.IsNullOrEmpty(password) || password.Length > AccountRules.PasswordLengthMax)
        {
            return false;
        }

        if (await users.CheckPasswordAsync(account, password))
        {
            await accounts.ResetFailureCountAsync(account, cancellationToken);
            return true;
        }

        await FailAsync(account, cancellationToken);
        return false;
    }

    /// <summary>Whether a link from a mail was opened by the account's holder; a wrong password counts as a failed sign-in.</summary>
    public async Task<bool> HasConsentAsync(Account account, Consent consent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(consent);
        return consent.Session?.Value == account.Id || await IsPasswordAsync(account, consent.Password, cancellationToken);
    }

    /// <summary>Checks the second factor, an app code or a recovery code, and marks it as used.</summary>
    public async Task<bool> CheckCodeAsync(Account account, string? code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var text = (code ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();
        if (text.Length is 0 or > 32 || accounts.IsLocked(account))
        {
            return false;
        }

        var isAppCode = text.Length == TimeCodes.Digits && text.All(char.IsAsciiDigit);
        var right = isAppCode
            ? await UseAppCodeAsync(account, text, cancellationToken)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(account, text.ToUpperInvariant())).Succeeded;
        if (!right)
        {
            await FailAsync(account, cancellationToken);
            return false;
        }

        await accounts.ResetFailureCountAsync(account, cancellationToken);
        return true;
    }

    /// <summary>Checks an app code and marks it as used; false if it is wrong or used.</summary>
    public async Task<bool> UseAppCodeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return await users.GetAuthenticatorKeyAsync(account) is { Length: > 0 } key
            && TimeCodes.StepOf(key, code, account.LastCodeStep, time.GetUtcNow()) is { } step
            && await accounts.TryUseCodeStepAsync(account, step, cancellationToken);
    }

    /// <summary>Counts a failure; true if it locked the account.</summary>
    private async Task<bool> FailAsync(Account account, CancellationToken cancellationToken)
    {
        var locked = await accounts.CountFailureAsync(account, cancellationToken);
        await audit.SaveAsync(account, locked ? "locked-out" : "sign-in-failed", cancellationToken);
        return locked;
    }
}
