using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>Mails to an organization's owners, as outbox messages in the caller's transaction: one per owner.</summary>
internal static class OwnerMails
{
    /// <param name="type">The message's type, <c>account.…</c>.</param>
    /// <param name="payload">The message's payload for an owner.</param>
    public static async Task AddAsync(
        TicketingDbContext db, OrganizationId organization, string type, Func<AccountContact, object> payload, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var owners = await Memberships.ReadUsersAsync(db, organization, MemberRole.Owner, cancellationToken);
        foreach (var owner in await AccountContacts.ReadAsync(db, owners, cancellationToken))
        {
            Outbox.Add(db, type, "account", owner.User.ToString(), null, payload(owner), now);
        }
    }
}
