using System.Text.Json;
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
    public static async Task AddAsync<TPayload>(
        TicketingDbContext db, OrganizationId organization, string type, Func<AccountContact, TPayload> payload, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var owners = await Memberships.ReadUsersAsync(db, organization, MemberRole.Owner, cancellationToken);
        foreach (var owner in await AccountContacts.ReadAsync(db, owners, cancellationToken))
        {
            Outbox.Add(db, new OutboxMessage
            {
                Id = Guid.CreateVersion7(now),
                AggregateType = "account",
                AggregateId = owner.User.ToString(),
                Type = type,
                Payload = JsonSerializer.Serialize(payload(owner), JsonSerializerOptions.Web),
                CreatedAt = now,
            });
        }
    }
}
