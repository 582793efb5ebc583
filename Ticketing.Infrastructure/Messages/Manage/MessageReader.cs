using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messages.Manage;

/// <summary>How many recipients of a message are in which state.</summary>
public sealed record MessageCounts(int Waiting, int Sent, int Failed, int Skipped)
{
    public static MessageCounts None { get; } = new(0, 0, 0, 0);

    public int Total => Waiting + Sent + Failed + Skipped;

    /// <summary>Recipients that need nothing more.</summary>
    public int Done => Total - Waiting;
}

/// <summary>A message of a list.</summary>
public sealed record MessageRow(BuyerMessage Message, MessageCounts Counts);

/// <summary>A page of messages, the newest first.</summary>
/// <param name="Next">For the next page; null on the last.</param>
public sealed record MessageList(IReadOnlyList<MessageRow> Rows, Guid? Next);

/// <summary>A mail that has failed.</summary>
public sealed record FailedMail(string Number, string Email, RecipientError Error, DateTimeOffset At);

/// <summary>A message with the delivery figures of its mails.</summary>
/// <param name="Failures">The last ones, at most <see cref="MessageReader.FailuresMax"/>.</param>
public sealed record MessageView(BuyerMessage Message, MessageCounts Counts, IReadOnlyList<FailedMail> Failures)
{
    public MessageAudience Audience { get; } = MessageAudience.Read(Message.Audience);
}

/// <summary>Reads messages and counts audiences, for who runs the organization.</summary>
public sealed class MessageReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    public const int FailuresMax = 100;
    private const int PageSize = 25;

    /// <param name="before">The last message of the page before; null: the first page.</param>
    public async Task<MessageList> ListAsync(OrganizationId organization, Guid? before, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var messages = db.Set<BuyerMessage>().AsNoTracking().Where(message => message.OrganizationId == organization);
        if (before is { } last)
        {
            messages = messages.Where(message => message.Id < last);
        }

        var found = await messages.OrderByDescending(message => message.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        var page = found.Take(PageSize).ToList();
        var counts = await CountAsync(db, [.. page.Where(message => StoredOf(message) is null).Select(message => message.Id)], cancellationToken);
        return new MessageList(
            page.ConvertAll(message => new MessageRow(message, StoredOf(message) ?? counts.GetValueOrDefault(message.Id, MessageCounts.None))),
            found.Count > PageSize ? page[^1].Id : null);
    }

    /// <returns>Null: the caller has no such message.</returns>
    public async Task<MessageView?> FindAsync(OrganizationId organization, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var message = await db.Set<BuyerMessage>().AsNoTracking()
            .SingleOrDefaultAsync(found => found.Id == id && found.OrganizationId == organization, cancellationToken);
        if (message is null)
        {
            return null;
        }

        var counts = StoredOf(message) ?? (await CountAsync(db, [id], cancellationToken)).GetValueOrDefault(id, MessageCounts.None);
        return new MessageView(message, counts, await FailuresAsync(id, cancellationToken));
    }

    /// <summary>The number of mails that a message to the audience would send now; 0 for who does not run the organization.</summary>
    public async Task<int> CountAsync(OrganizationId organization, MessageAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audience);
        ArgumentNullException.ThrowIfNull(caller);
        if (!ManageMessagesHandler.Reaches(caller, organization, audience.Event) || audience.Faults().Count > 0)
        {
            return 0;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await MessageAudiences.CountAsync(connection, organization, audience, cancellationToken);
    }

    /// <summary>Counts the recipients of messages; one without recipients is left out.</summary>
    internal static async Task<Dictionary<Guid, MessageCounts>> CountAsync(
        TicketingDbContext db, IReadOnlyList<Guid> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var rows = await db.Set<MessageRecipient>().Where(recipient => messages.Contains(recipient.MessageId))
            .GroupBy(recipient => new { recipient.MessageId, recipient.State })
            .Select(group => new { group.Key.MessageId, group.Key.State, Count = group.Count() }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.MessageId).ToDictionary(group => group.Key, group => new MessageCounts(
            group.Where(row => row.State is RecipientState.Pending or RecipientState.Queued).Sum(row => row.Count),
            group.Where(row => row.State == RecipientState.Sent).Sum(row => row.Count),
            group.Where(row => row.State == RecipientState.Failed).Sum(row => row.Count),
            group.Where(row => row.State == RecipientState.Skipped).Sum(row => row.Count)));
    }

    // What was counted when the message was sent; null: it is not, or its mails have changed since.
    private static MessageCounts? StoredOf(BuyerMessage message) =>
        message is { Status: MessageStatus.Sent, SentCount: { } sent, FailedCount: { } failed, SkippedCount: { } skipped }
            ? new MessageCounts(0, sent, failed, skipped)
            : null;

    private async Task<List<FailedMail>> FailuresAsync(Guid message, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT o.number, o.email, r.error, r.updated_at
            FROM message_recipients AS r JOIN order_contacts AS o ON o.id = r.order_id
            WHERE r.message_id = @message AND r.state = 'failed'
            ORDER BY r.updated_at DESC, r.order_id LIMIT @max
            """).With("message", message).With("max", FailuresMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var failures = new List<FailedMail>();
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new FailedMail(
                reader.GetString("number"), reader.GetString("email"),
                EnumWords.FromWord<RecipientError>(reader.GetString("error")), await reader.GetFieldValueAsync<DateTimeOffset>("updated_at", cancellationToken)));
        }

        return failures;
    }
}
