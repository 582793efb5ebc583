using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Use cases of the links in mails: confirms an address, resets a password.</summary>
public sealed class RecoverAccountHandler(
    UserManager<Account> users,
    CredentialChecker credentials,
    AccountStore accounts,
    AccountMails mails,
    AccountLinks links,
    AccountAudit audit,
    IOptions<AccessOptions> options,
    TimeProvider time)
{
    /// <summary>
    /// Needs the holder's consent besides the link, and revokes what was issued before. A repeated click succeeds: the address is
    /// confirmed, and the holder is known.
    /// </summary>
    public async Task<Outcome<EmailConfirmed, ConfirmRefusal>> HandleAsync(ConfirmEmail command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await accounts.FindAsync(command.User);
        if (account is null || string.IsNullOrEmpty(command.Token)
            || !(account.EmailConfirmed || await IsConfirmationTokenAsync(account, command.Token)))
        {
            return ConfirmRefusal.LinkNotValid;
        }

        if (!await credentials.HasConsentAsync(account, command.Consent, cancellationToken))
        {
            return ConfirmRefusal.ConsentMissing;
        }

        if (!account.EmailConfirmed)
        {
            await accounts.InTransactionAsync(
                async () =>
                {
                    account.EmailConfirmed = true;
                    await accounts.EndSessionsAsync(account, cancellationToken);
                    audit.Add(account, "email-confirmed");
                },
                cancellationToken);
        }

        return new EmailConfirmed(command.User, account.Email!);
    }

    /// <summary>Same result and same minimum duration whether the address has an account or not.</summary>
    public async Task<Done> HandleAsync(RequestPasswordReset command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var pause = Task.Delay(TimeSpan.FromMilliseconds(options.Value.ResetRequestMilliseconds), time, cancellationToken);
        var account = EmailAddress.IsValid(command.Email?.Trim()) ? await users.FindByEmailAsync(command.Email!) : null;
        if (account is not null)
        {
            await accounts.InTransactionAsync(() => SendResetAsync(account, cancellationToken), cancellationToken);
        }

        await pause;
        return default;
    }

    /// <summary>
    /// The link proves access to the mailbox and the new password is the holder's own, so it also confirms the address. Ends a lockout,
    /// because the guessed password is no longer valid.
    /// </summary>
    public async Task<Outcome<Done, ResetRefusal>> HandleAsync(ResetPassword command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await accounts.FindAsync(command.User);
        if (account is null || string.IsNullOrEmpty(command.Token) || !await IsResetTokenAsync(account, command.Token))
        {
            return new ResetRefusal(LinkNotValid: true, []);
        }

        AccountProblem[] problems = [.. AccountRules.CheckPassword(command.NewPassword, account.Email)];
        if (problems.Length > 0)
        {
            return new ResetRefusal(LinkNotValid: false, problems);
        }

        await accounts.InTransactionAsync(
            async () =>
            {
                AccountStore.Require(await users.ResetPasswordAsync(account, command.Token, command.NewPassword!));
                (account.EmailConfirmed, account.AccessFailedCount, account.LockoutEnd) = (true, 0, null);
                await accounts.EndSessionsAsync(account, cancellationToken);
                audit.Add(account, "password-reset");
                mails.Add(account, AccountMailTypes.PasswordChanged, links.SignIn());
            },
            cancellationToken);
        return default(Done);
    }

    private async Task SendResetAsync(Account account, CancellationToken cancellationToken)
    {
        var token = await users.GeneratePasswordResetTokenAsync(account);
        var link = links.ResetPassword(new UserId(account.Id), token);
        if (await mails.TryAddAsync(account, AccountMailTypes.ResetPassword, link, null, cancellationToken))
        {
            audit.Add(account, "reset-requested");
        }
    }

    private Task<bool> IsConfirmationTokenAsync(Account account, string token) => users.VerifyUserTokenAsync(
        account, users.Options.Tokens.EmailConfirmationTokenProvider, UserManager<Account>.ConfirmEmailTokenPurpose, token);

    private Task<bool> IsResetTokenAsync(Account account, string token) => users.VerifyUserTokenAsync(
        account, users.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token);
}
