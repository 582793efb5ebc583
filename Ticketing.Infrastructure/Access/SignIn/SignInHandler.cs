using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Signs in to the site. Sets cookies, so it must run before the response starts.</summary>
public sealed class SignInHandler(
    UserManager<Account> users,
    AccountSignInManager signIn,
    CredentialChecker credentials,
    AccountStore accounts,
    ConfirmationMails confirmations,
    AccountAudit audit,
    NpgsqlDataSource database)
{
    public async Task<Outcome<SignedIn, SignInRefusal>> HandleAsync(SignInWithPassword command, CancellationToken cancellationToken)
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

        var result = await signIn.AfterPasswordAsync(account, command.Remember);
        return result.RequiresTwoFactor ? SignInRefusal.TwoFactorRequired : await SignedInAsync(account, "signed-in", cancellationToken);
    }

    public async Task<Outcome<SignedIn, SignInRefusal>> HandleAsync(SignInWithCode command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await signIn.GetTwoFactorAuthenticationUserAsync();
        if (account is null || !account.TwoFactorEnabled)
        {
            return SignInRefusal.Expired;
        }

        if (!await credentials.CheckCodeAsync(account, command.Code, cancellationToken))
        {
            return accounts.IsLocked(account) ? SignInRefusal.LockedOut : SignInRefusal.TwoFactorCodeWrong;
        }

        await signIn.Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (command.RememberBrowser)
        {
            await signIn.RememberTwoFactorClientAsync(account);
        }

        await signIn.SignInAsync(account, command.Remember);
        return await SignedInAsync(account, "signed-in-two-factor", cancellationToken);
    }

    /// <summary>Needs no further factor: a passkey combines possession with a biometric or PIN.</summary>
    public async Task<Outcome<SignedIn, SignInRefusal>> HandleAsync(SignInWithPasskey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrEmpty(command.CredentialJson)
            || await signIn.TryPasskeyAssertionAsync(command.CredentialJson) is not { } assertion)
        {
            return SignInRefusal.Expired;
        }

        if (!assertion.Succeeded)
        {
            // A known passkey fails when another page of the browser has asked for it in between: one challenge replaces the other.
            return await signIn.IsKnownPasskeyAsync(command.CredentialJson) ? SignInRefusal.Expired : SignInRefusal.InvalidCredentials;
        }

        AccountStore.Require(await users.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey));
        await signIn.SignInAsync(assertion.User, isPersistent: true);
        return await SignedInAsync(assertion.User, "signed-in-passkey", cancellationToken);
    }

    private async Task<SignedIn> SignedInAsync(Account account, string action, CancellationToken cancellationToken)
    {
        await audit.SaveAsync(account, action, cancellationToken);
        var user = new UserId(account.Id);
        var caller = (await Memberships.ReadAsync(database, user, cancellationToken)).ApplyTo(Caller.Guest with
        {
            User = user,
            Roles = (await users.GetRolesAsync(account)).ToHashSet(StringComparer.Ordinal),
        });
        return new SignedIn(user, caller.WorksHere);
    }
}
