using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Use cases of the links in mails: confirms an address, resets a password.</summary>
public sealed class RecoverAccountHandler(
    UserManager<Account> users,
    AccountStore accounts,
    AccountMails mails,
    AccountLinks links,
    AccountAudit audit,
    IOptions<AccessOptions> options,
    TimeProvider time)
{
    public async Task<Outcome<EmailConfirmed, ConfirmRefusal>> HandleAsync(ConfirmEmail command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await accounts.FindAsync(command.User);
        if (account is null || string.IsNullOrEmpty(command.Token))
        {
            return ConfirmRefusal.LinkNotValid;
        }

        // Idempotent: a second click on a valid link succeeds.
        if (!(await users.ConfirmEmailAsync(account, command.Token)).Succeeded)
        {
            return ConfirmRefusal.LinkNotValid;
        }

        await audit.SaveAsync(account, "email-confirmed", cancellationToken);
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
            var token = await users.GeneratePasswordResetTokenAsync(account);
            mails.Add(account, AccountMailTypes.ResetPassword, links.ResetPassword(new UserId(account.Id), token));
            await audit.SaveAsync(account, "reset-requested", cancellationToken);
        }

        await pause;
        return default;
    }

    /// <summary>
    /// The link proves access to the mailbox, so it also confirms the address. Ends a lockout, because the guessed password is no longer
    /// valid.
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

    private Task<bool> IsResetTokenAsync(Account account, string token) => users.VerifyUserTokenAsync(
        account, users.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token);
}
