using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Identity's store of accounts, with the secrets of the second factor kept as <see cref="StoredSecrets"/> writes them.</summary>
internal sealed class AccountUserStore(TicketingDbContext context, StoredSecrets secrets)
    : UserStore<Account, IdentityRole<Guid>, TicketingDbContext, Guid>(context)
{
    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, secrets.Encrypt(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { Length: > 0 } stored ? secrets.Decrypt(stored) : null;

    public override async Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(recoveryCodes);
        var hashes = new List<string>();
        foreach (var code in recoveryCodes)
        {
            hashes.Add(await secrets.HashCodeAsync(user.Id, code, cancellationToken));
        }

        await base.ReplaceCodesAsync(user, hashes, cancellationToken);
    }

    /// <summary>Of two concurrent uses of a code one succeeds: the row's stored codes are compared when they are replaced.</summary>
    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return await secrets.RedeemCodeAsync(user.Id, await secrets.HashCodeAsync(user.Id, code, cancellationToken), cancellationToken);
    }
}
