using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>
/// Makes the daily mails to followers: one for each account with new events, at most one a day. The facts of the mails and the time up to
/// which the accounts were notified commit together, so that no event is mailed twice or left out.
/// </summary>
internal sealed class FollowerDigests(
    IDbContextFactory<TicketingDbContext> contexts, FollowerTokens tokens, FollowerLinks links, TimeProvider time)
{
    /// <summary>The type of a mail's fact.</summary>
    internal const string Type = "account.followed-organizers";

    private const int AccountsAtOnce = 100;
    private const int EventsInMail = 20;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // An event has the time at which its publication began, and is seen when that commits: the newest ones wait for the next mail.
    private static readonly TimeSpan CommitMax = TimeSpan.FromMinutes(10);

    /// <summary>Makes all mails that are due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await RunBatchAsync(cancellationToken))
        {
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> RunBatchAsync(CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        var until = now - CommitMax;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await FollowerRows.LockAsync(db, cancellationToken);
        var due = await FollowerRows.DueAsync(db, until - Day, AccountsAtOnce, cancellationToken);
        if (due.Count == 0)
        {
            return false;
        }

        var organizers = due.Select(row => row.OrganizationId).Distinct().ToList();
        var events = (await NewEvents.SinceAsync(db, organizers, due.Min(row => row.NewsUntil), until, now, cancellationToken))
            .ToLookup(entry => entry.Organization);
        var names = (await OrganizationReader.OfAsync(db, organizers, cancellationToken)).ToDictionary(row => row.Id, row => row.Name);
        var users = due.Select(row => row.UserId).Distinct().ToList();
        var followed = due.ToLookup(row => row.UserId);
        foreach (var contact in await AccountContacts.ReadAsync(db, users, cancellationToken))
        {
            var fresh = followed[contact.User]
                .SelectMany(row => events[row.OrganizationId].Where(entry => entry.CreatedAt > row.NewsUntil && entry.CreatedAt <= until))
                .OrderBy(entry => entry.Local).ToList();
            if (fresh.Count > 0)
            {
                Outbox.Add(db, await MailAsync(contact, fresh, names, now, cancellationToken));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await FollowerRows.MarkAsync(db, users, until, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return users.Count == AccountsAtOnce;
    }

    private async Task<OutboxMessage> MailAsync(
        AccountContact contact, List<NewEvent> events, Dictionary<OrganizationId, string> names, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var token = await tokens.WriteAsync(contact.User, cancellationToken);
        var items = events.Take(EventsInMail).Select(entry => new FollowerMailEvent(
            entry.Title, names[entry.Organization], entry.Local, $"{entry.Venue}, {entry.City}", links.Event(entry.Slug).AbsoluteUri));
        var fact = new FollowerMailFact(
            contact.Email, contact.Name, contact.Locale, [.. items], events.Count, links.StopMails(token).AbsoluteUri,
            links.Following.AbsoluteUri)
        {
            Unsubscribe = links.Unsubscribe(token).AbsoluteUri,
        };
        return OutboxMessage.Of(Type, "account", contact.User.ToString(), null, fact, now);
    }
}
