using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Issues bearer tokens to accounts with a confirmed address.</summary>
public sealed class SignInToApiHandler(
    CredentialChecker credentials, AccountStore accounts, ConfirmationMails confirmations, ApiTokens tokens, AccountAudit audit)
{
    public async Task<Outcome<IssuedToken, SignInRefusal>> HandleAsync(SignInToApi command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var check = await credentials.CheckAsync(command.Email, command.Password, cancellationToken);
        if (!check.Succeeded)
        {
            return check.Refusal;
        }

        var account = check.Value;
        if (!account.EmailConfirmed)
        {
            await confirmations.SendAgainAsync(account, cancellationToken);
            return SignInRefusal.InvalidCredentials;
        }

        if (account.TwoFactorEnabled)
        {
            if (string.IsNullOrWhiteSpace(command.TwoFactorCode))
            {
                return SignInRefusal.TwoFactorRequired;
            }

            if (!await credentials.CheckCodeAsync(account, command.TwoFactorCode, cancellationToken))
            {
                return accounts.IsLocked(account) ? SignInRefusal.LockedOut : SignInRefusal.TwoFactorCodeWrong;
            }
        }

        var (token, expiresAt) = await tokens.IssueAsync(new UserId(account.Id), cancellationToken);
        await audit.SaveAsync(account, "api-token-issued", cancellationToken);
        return new IssuedToken(token, expiresAt, new UserId(account.Id));
    }
}
