using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Registers accounts; see <see cref="RegisterAccount"/>.</summary>
public sealed class RegisterAccountHandler(
    UserManager<Account> users, AccountStore accounts, AccountMails mails, AccountLinks links, AccountAudit audit, TimeProvider time)
{
    public async Task<Outcome<Registered, AccountRefusal>> HandleAsync(RegisterAccount command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        AccountProblem[] problems =
        [
            .. AccountRules.CheckName(command.Name),
            .. AccountRules.CheckEmail(command.Email),
            .. AccountRules.CheckPassword(command.Password, command.Email),
        ];
        if (problems.Length > 0)
        {
            return new AccountRefusal(problems);
        }

        // Hashed before the query, so that the timing does not reveal whether the account exists.
        var account = NewAccount(command);
        var existing = await users.FindByEmailAsync(account.Email!);
        var created = existing is null && await accounts.TryInTransactionAsync(() => CreateAsync(account, command), cancellationToken);
        if (created)
        {
            return new Registered(new UserId(account.Id));
        }

        if (command.RevealIfTaken)
        {
            return new AccountRefusal(AccountProblem.EmailTaken);
        }

        existing ??= await users.FindByEmailAsync(account.Email!);
        if (existing is not null)
        {
            await accounts.InTransactionAsync(
                () => RegisterExistingAsync(existing, account, command, cancellationToken), cancellationToken);
        }

        return new Registered(null);
    }

    private Account NewAccount(RegisterAccount command)
    {
        var account = new Account
        {
            Name = command.Name!.Trim(),
            Email = command.Email!.Trim(),
            UserName = command.Email.Trim(),
            Locale = command.Locale,
            CreatedAt = time.GetUtcNow(),
        };
        account.PasswordHash = users.PasswordHasher.HashPassword(account, command.Password!);
        return account;
    }

    private async Task CreateAsync(Account account, RegisterAccount command)
    {
        AccountStore.Require(await users.CreateAsync(account));
        audit.Add(account, "registered");
        await SendConfirmationAsync(account, command.ReturnUrl);
    }

    /// <summary>
    /// Handles a registration with an existing address. While the address is unconfirmed, the last registration overwrites the name and
    /// password: the mailbox's owner, who confirms, must not get an account with a stranger's password.
    /// </summary>
    private async Task RegisterExistingAsync(
        Account existing, Account requested, RegisterAccount command, CancellationToken cancellationToken)
    {
        if (existing.EmailConfirmed)
        {
            mails.Add(existing, AccountMailTypes.AlreadyRegistered, links.SignIn());
            return;
        }

        (existing.Name, existing.Locale, existing.PasswordHash) = (requested.Name, requested.Locale, requested.PasswordHash);
        await accounts.EndSessionsAsync(existing, cancellationToken);
        audit.Add(existing, "registered");
        await SendConfirmationAsync(existing, command.ReturnUrl);
    }

    private async Task SendConfirmationAsync(Account account, string? returnUrl)
    {
        var token = await users.GenerateEmailConfirmationTokenAsync(account);
        mails.Add(account, AccountMailTypes.ConfirmEmail, links.ConfirmEmail(new UserId(account.Id), token, returnUrl));
    }
}
