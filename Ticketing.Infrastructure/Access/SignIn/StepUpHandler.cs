using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Step-up authentication: money, second factors and passkeys need a proof that is a few minutes old at most
/// (<see cref="AccessOptions.ProofMinutes"/>), because a session may be an unlocked computer. The proof belongs to the session; signing in
/// is one.
/// </summary>
public sealed class StepUpHandler(
    UserManager<Account> users, AccountSignInManager signIn, CredentialChecker credentials, AccountStore accounts, SignIns signIns,
    AccountAudit audit, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Whether the session of this request has a proof that is recent enough.</summary>
    public Task<bool> IsProvedAsync(CancellationToken cancellationToken) => IsProvedAsync(signIn.Context.User, cancellationToken);

    /// <summary>Whether the session of a principal, for circuits, has a proof that is recent enough.</summary>
    public async Task<bool> IsProvedAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        await signIns.FindAsync(principal, cancellationToken) is { } owner
        && time.GetUtcNow() - owner.ProvedAt < TimeSpan.FromMinutes(options.Value.ProofMinutes);

    public async Task<Outcome<Done, ProofRefusal>> HandleAsync(ProveWithPassword command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await FindAsync() is { } account && await credentials.IsPasswordAsync(account, command.Password, cancellationToken)
            ? await ProvedAsync(account, cancellationToken)
            : ProofRefusal.NotProved;
    }

    public async Task<Outcome<Done, ProofRefusal>> HandleAsync(ProveWithCode command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await FindAsync() is { TwoFactorEnabled: true } account && await credentials.CheckCodeAsync(account, command.Code, cancellationToken)
            ? await ProvedAsync(account, cancellationToken)
            : ProofRefusal.NotProved;
    }

    public async Task<Outcome<Done, ProofRefusal>> HandleAsync(ProveWithPasskey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrEmpty(command.CredentialJson) || await signIn.TryPasskeyAssertionAsync(command.CredentialJson) is not { } assertion)
        {
            return ProofRefusal.Expired;
        }

        if (!assertion.Succeeded || await FindAsync() is not { } account || assertion.User.Id != account.Id)
        {
            return ProofRefusal.NotProved;
        }

        AccountStore.Require(await users.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey));
        return await ProvedAsync(account, cancellationToken);
    }

    private async Task<Account?> FindAsync() => AccountClaims.User(signIn.Context.User) is { } user ? await accounts.FindAsync(user) : null;

    private async Task<Outcome<Done, ProofRefusal>> ProvedAsync(Account account, CancellationToken cancellationToken)
    {
        await signIns.ProvedAsync(AccountClaims.Session(signIn.Context.User)!, cancellationToken);
        await audit.SaveAsync(account, "presence-proved", cancellationToken);
        return default(Done);
    }
}
