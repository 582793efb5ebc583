using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Changes of the signed-in user's own account. Changes of credentials require the current password.</summary>
public sealed class ManageAccountHandler(
    UserManager<Account> users,
    AccountSignInManager signIn,
    CredentialChecker credentials,
    AccountStore accounts,
    AccountMails mails,
    AccountLinks links,
    AccountAudit audit)
{
    public async Task<Outcome<Done, AccountRefusal>> HandleAsync(ChangeName command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        AccountProblem[] problems = [.. AccountRules.CheckName(command.Name)];
        if (problems.Length > 0)
        {
            return new AccountRefusal(problems);
        }

        var account = await RequireAsync(command.User);
        account.Name = command.Name!.Trim();
        await audit.SaveAsync(account, "name-changed", cancellationToken);
        await signIn.RenewSessionAsync(account);
        return default(Done);
    }

    public async Task<Outcome<Done, AccountRefusal>> HandleAsync(ChangePassword command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        AccountProblem[] problems =
        [
            .. await CheckCurrentAsync(account, command.CurrentPassword, cancellationToken),
            .. AccountRules.CheckPassword(command.NewPassword, account.Email),
        ];
        if (problems.Length > 0)
        {
            return new AccountRefusal(problems);
        }

        await accounts.InTransactionAsync(
            async () =>
            {
                AccountStore.Require(await users.ChangePasswordAsync(account, command.CurrentPassword!, command.NewPassword!));
                await accounts.EndSessionsAsync(account, cancellationToken);
                audit.Add(account, "password-changed");
                mails.Add(account, AccountMailTypes.PasswordChanged, links.SignIn());
            },
            cancellationToken);
        await signIn.RenewSessionAsync(account);
        return default(Done);
    }

    /// <summary>Does not reveal whether another account has the new address: its owner gets a mail instead.</summary>
    public async Task<Outcome<Done, AccountRefusal>> HandleAsync(RequestEmailChange command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        AccountProblem[] problems =
        [
            .. AccountRules.CheckEmail(command.NewEmail),
            .. await CheckCurrentAsync(account, command.CurrentPassword, cancellationToken),
        ];
        if (problems.Length > 0)
        {
            return new AccountRefusal(problems);
        }

        await accounts.InTransactionAsync(() => SendChangeAsync(account, command.NewEmail!.Trim(), cancellationToken), cancellationToken);
        return default(Done);
    }

    private async Task SendChangeAsync(Account account, string email, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email) is { } owner && owner.Id != account.Id)
        {
            await mails.TryAddAsync(owner, AccountMailTypes.AlreadyRegistered, links.SignIn(), null, cancellationToken);
        }
        else
        {
            var token = await users.GenerateChangeEmailTokenAsync(account, email);
            var link = links.ChangeEmail(new UserId(account.Id), email, token);
            await mails.TryAddAsync(account, AccountMailTypes.ChangeEmail, link, email, cancellationToken);
        }

        audit.Add(account, "email-change-requested");
    }

    /// <summary>Needs the holder's consent besides the link; ends the account's other sessions and its API tokens.</summary>

    public async Task<Outcome<EmailConfirmed, ConfirmRefusal>> HandleAsync(ConfirmEmailChange command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await accounts.FindAsync(command.User);
        if (account is null || !EmailAddress.IsValid(command.NewEmail) || string.IsNullOrEmpty(command.Token)
            || !await IsChangeTokenAsync(account, command.NewEmail!, command.Token))
        {
            return ConfirmRefusal.LinkNotValid;
        }

        if (!await credentials.HasConsentAsync(account, command.Consent, cancellationToken))
        {
            return ConfirmRefusal.ConsentMissing;
        }

        if (await users.FindByEmailAsync(command.NewEmail!) is { } owner && owner.Id != account.Id)
        {
            return ConfirmRefusal.EmailTaken;
        }

        var before = account.Email;
        var changed = await accounts.TryInTransactionAsync(
            async () =>
            {
                mails.Add(account, AccountMailTypes.EmailChanged, links.SignIn(), before);
                audit.Add(account, "email-changed");
                // The user name is the address and has the unique index.
                account.UserName = command.NewEmail;
                AccountStore.Require(await users.ChangeEmailAsync(account, command.NewEmail!, command.Token));
                await accounts.EndSessionsAsync(account, cancellationToken);
            },
            cancellationToken);
        if (!changed)
        {
            return ConfirmRefusal.EmailTaken;
        }

        await signIn.RenewSessionAsync(account);
        return new EmailConfirmed(command.User, command.NewEmail!);
    }

    public async Task<Done> HandleAsync(SignOutEverywhere command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        await accounts.InTransactionAsync(
            async () =>
            {
                await accounts.EndSessionsAsync(account, cancellationToken);
                audit.Add(account, "signed-out-everywhere");
            },
            cancellationToken);
        return default;
    }

    private async Task<Account> RequireAsync(UserId user) =>
        await accounts.FindAsync(user) ?? throw new InvalidOperationException("The account of the session does not exist.");

    private async Task<AccountProblem[]> CheckCurrentAsync(Account account, string? password, CancellationToken cancellationToken) =>
        await credentials.IsPasswordAsync(account, password, cancellationToken) ? [] : [AccountProblem.CurrentPasswordWrong];

    private Task<bool> IsChangeTokenAsync(Account account, string email, string token) => users.VerifyUserTokenAsync(
        account, users.Options.Tokens.ChangeEmailTokenProvider, UserManager<Account>.GetChangeEmailTokenPurpose(email), token);
}
