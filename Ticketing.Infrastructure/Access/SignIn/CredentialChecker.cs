using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Checks address and password, the same for pages and API. An address without an account answers as one with another
/// password would: after the same hashing, and locked after as many attempts.
/// </summary>
public sealed class CredentialChecker(
    UserManager<Account> users, AccountStore accounts, UnknownAddressLockout unknownAddresses, AccountAudit audit, TimeProvider time)
{
    // Hashed once in this process with the configured rounds, to be compared with when there is no account.
    private static string? _nobodysHash;

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
            var nobody = new Account();
            _nobodysHash ??= users.PasswordHasher.HashPassword(nobody, Guid.NewGuid().ToString());
            users.PasswordHasher.VerifyHashedPassword(nobody, _nobodysHash, password);
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

        // With a second factor, only the code sets the count back: else a known password would allow endless guesses of it.
        if (!account.TwoFactorEnabled)
        {
            await accounts.ForgetFailuresAsync(account, cancellationToken);
        }

        return account;
    }

    /// <summary>Whether a signed-in person knows the password of their account; failures count as at sign-in.</summary>
    public async Task<bool> IsPasswordAsync(Account account, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (accounts.IsLocked(account) || string.IsNullOrEmpty(password) || password.Length > AccountRules.PasswordLengthMax)
        {
            return false;
        }

        if (await users.CheckPasswordAsync(account, password))
        {
            await accounts.ForgetFailuresAsync(account, cancellationToken);
            return true;
        }

        await FailAsync(account, cancellationToken);
        return false;
    }

    /// <summary>Checks the second factor: a code of the app or a recovery code, which is used up by it.</summary>
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

        await accounts.ForgetFailuresAsync(account, cancellationToken);
        return true;
    }

    /// <summary>Whether an app's code is right and was not used before; it is used up by this.</summary>
    public async Task<bool> UseAppCodeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return await users.GetAuthenticatorKeyAsync(account) is { Length: > 0 } key
            && TimeCodes.StepOf(key, code, account.LastCodeStep, time.GetUtcNow()) is { } step
            && await accounts.TryUseCodeStepAsync(account, step, cancellationToken);
    }

    /// <summary>Counts a failure; true when it locked the account.</summary>
    private async Task<bool> FailAsync(Account account, CancellationToken cancellationToken)
    {
        var locked = await accounts.CountFailureAsync(account, cancellationToken);
        await audit.SaveAsync(account, locked ? "locked-out" : "sign-in-failed", cancellationToken);
        return locked;
    }
}
