using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Messages;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messages;

/// <summary>Counts an organization's mails to buyers against its subscription.</summary>
internal static class MessageQuota
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// The mails of the 24 hours before <paramref name="at"/>, of messages that have begun or are scheduled in them, other than
    /// <paramref name="except"/>. Under the lock of <see cref="MessageLog.LockMailsAsync"/> the answer stays true until the commit.
    /// </summary>
    public static async Task<MailQuota> ReadAsync(
        TicketingDbContext db, Organization organization, Guid except, int wanted, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var since = at - Day;
        var used = await db.Set<BuyerMessage>()
            .Where(message => message.OrganizationId == organization.Id && message.Id != except)
            .Where(message => (message.StartedAt != null && message.StartedAt > since && message.StartedAt <= at)
                || (message.Status == MessageStatus.Scheduled && message.ScheduledAt > since && message.ScheduledAt <= at))
            .SumAsync(message => message.RecipientCount, cancellationToken);
        return new MailQuota(PlanLimits.Of(organization.Plan).MailsPerDay, used, wanted);
    }

    /// <summary>
    /// The same before a message is scheduled for <paramref name="at"/>, of the day that would have the most: also of the days before
    /// messages that are scheduled within 24 hours after it, which must still be sent in full.
    /// </summary>
    public static async Task<MailQuota> ReadForScheduleAsync(
        TicketingDbContext db, Organization organization, Guid except, int wanted, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (since, until) = (at - Day, at + Day);
        var others = await db.Set<BuyerMessage>()
            .Where(message => message.OrganizationId == organization.Id && message.Id != except)
            .Where(message => (message.StartedAt != null && message.StartedAt > since && message.StartedAt <= until)
                || (message.Status == MessageStatus.Scheduled && message.ScheduledAt > since && message.ScheduledAt < until))
            .Select(message => new { At = message.StartedAt ?? message.ScheduledAt!.Value, message.RecipientCount })
            .ToListAsync(cancellationToken);
        var used = others.Select(other => other.At).Where(end => end > at).Append(at)
            .Max(end => others.Where(other => other.At > end - Day && other.At <= end).Sum(other => other.RecipientCount));
        return new MailQuota(PlanLimits.Of(organization.Plan).MailsPerDay, used, wanted);
    }
}
