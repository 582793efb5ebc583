using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Checks credentials, for pages and API. To prevent enumeration, an unknown address behaves as a wrong password: same hashing time, same
/// limits.
/// </summary>
public sealed class CredentialChecker(
    UserManager<Account> users, AccountStore accounts, SignInAttempts attempts, AccountAudit audit, TimeProvider time)
{
    // Compared with if there is no account; hashed once per process with the configured iterations.
    private static string? _decoyHash;

    /// <summary>The account, or <see cref="SignInRefusal.InvalidCredentials"/> or <see cref="SignInRefusal.LockedOut"/>.</summary>
    public async Task<Outcome<Account, SignInRefusal>> CheckAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryRead(email, out var address) || !CanBePassword(password))
        {
            return SignInRefusal.InvalidCredentials;
        }

        var account = await users.FindByEmailAsync(address);
        if (!await attempts.TryBeginAsync(address, account))
        {
            return SignInRefusal.LockedOut;
        }

        if (account is null)
        {
            var decoy = new Account();
            _decoyHash ??= users.PasswordHasher.HashPassword(decoy, Guid.NewGuid().ToString());
            users.PasswordHasher.VerifyHashedPassword(decoy, _decoyHash, password!);
            return SignInRefusal.InvalidCredentials;
        }

        return await CheckAsync(account, address, password!, cancellationToken) ? account : SignInRefusal.InvalidCredentials;
    }

    /// <summary>Checks the current password of a signed-in user; limited as sign-ins are.</summary>
    public async Task<bool> IsPasswordAsync(Account account, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return CanBePassword(password)
            && await attempts.TryBeginAsync(account.Email ?? "", account)
            && await CheckAsync(account, account.Email ?? "", password!, cancellationToken);
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
        var text = TypedText.Code(code).Replace(" ", "", StringComparison.Ordinal);
        if (text.Length is 0 or > 32 || accounts.IsLocked(account))
        {
            return false;
        }

        var isAppCode = text.Length == TimeCodes.Digits && text.All(char.IsAsciiDigit);
        var right = isAppCode
            ? await UseAppCodeAsync(account, text, cancellationToken)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(account, text)).Succeeded;
        if (!right)
        {
            var locked = await accounts.CountFailureAsync(account, cancellationToken);
            await audit.SaveAsync(account, locked ? "second-step-locked" : "second-step-failed", cancellationToken);
            await attempts.FailedAsync(account, cancellationToken);
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

    private static bool CanBePassword(string? password) => password is { Length: > 0 and <= AccountRules.PasswordLengthMax };

    private async Task<bool> CheckAsync(Account account, string email, string password, CancellationToken cancellationToken)
    {
        if (await users.CheckPasswordAsync(account, password))
        {
            await attempts.SucceededAsync(email, account);
            return true;
        }

        await audit.SaveAsync(account, "sign-in-failed", cancellationToken);
        await attempts.FailedAsync(account, cancellationToken);
        return false;
    }
}
