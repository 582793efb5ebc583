using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Registers accounts; see <see cref="RegisterAccount"/>.</summary>
public sealed class RegisterAccountHandler(
    UserManager<Account> users, AccountStore accounts, AccountMails mails, ConfirmationMails confirmations, AccountLinks links,
    AccountAudit audit, TimeProvider time)
{
    public async Task<Outcome<Done, AccountRefusal>> HandleAsync(RegisterAccount command, CancellationToken cancellationToken)
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
        if (existing is null
            && await accounts.TryInTransactionAsync(() => CreateAsync(account, command, cancellationToken), cancellationToken))
        {
            return default(Done);
        }

        existing ??= await users.FindByEmailAsync(account.Email!);
        if (existing is not null)
        {
            await accounts.InTransactionAsync(
                () => RegisterExistingAsync(existing, account, command, cancellationToken), cancellationToken);
        }

        return default(Done);
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

    private async Task CreateAsync(Account account, RegisterAccount command, CancellationToken cancellationToken)
    {
        AccountStore.Require(await users.CreateAsync(account));
        audit.Add(account, "registered");
        await confirmations.AddAsync(account, command.ReturnUrl, cancellationToken);
    }

    /// <summary>
    /// Handles a registration with an existing address. While the address is unconfirmed, the last registration overwrites the name and
    /// password: the mailbox's owner, who confirms with her password, must not be bound to a stranger's. The links sent before stay valid,
    /// because the cool-down may withhold another mail.
    /// </summary>
    private async Task RegisterExistingAsync(
        Account existing, Account requested, RegisterAccount command, CancellationToken cancellationToken)
    {
        if (existing.EmailConfirmed)
        {
            await mails.TryAddAsync(existing, AccountMailTypes.AlreadyRegistered, links.SignIn(), null, cancellationToken);
            return;
        }

        (existing.Name, existing.Locale, existing.PasswordHash) = (requested.Name, requested.Locale, requested.PasswordHash);
        audit.Add(existing, "registered");
        await confirmations.AddAsync(existing, command.ReturnUrl, cancellationToken);
    }
}
