using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Sends the mail of an outbox event once, although the outbox delivers at least once.</summary>
/// <remarks>
/// Locks the event's row in <c>sent_mails</c> while sending and marks it as sent in the same transaction. A concurrent delivery fails
/// without waiting; the outbox redelivers it, and it finds the mail sent. Only a crash between the server's acceptance and the commit
/// sends a mail twice, with the same Message-ID.
/// </remarks>
public sealed partial class SendOnce(NpgsqlDataSource database, MailSender sender, TimeProvider time, ILogger<SendOnce> logger)
{
    /// <param name="eventId">The id of the outbox event.</param>
    /// <param name="compose">Creates the mail, or null if none is due; not called if it was sent.</param>
    /// <exception cref="PostgresException">Another delivery of the event is in progress.</exception>
    public async Task SendAsync(Guid eventId, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await EnsureRowAsync(connection, eventId, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, transaction, eventId, cancellationToken) is { } sentAt && sentAt)
        {
            return;
        }

        if (await compose(cancellationToken) is { } mail)
        {
            var delivery = await sender.SendAsync(mail, eventId, cancellationToken);
            if (delivery == MailDelivery.Undeliverable)
            {
                LogUndeliverable(eventId);
            }

            // The mail is sent: a shutdown must not cancel recording that.
            await MarkAsync(connection, transaction, eventId, delivery == MailDelivery.Accepted, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task EnsureRowAsync(NpgsqlConnection connection, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO sent_mails (event_id, delivered) VALUES (@event, false) ON CONFLICT DO NOTHING", connection)
            .With("event", eventId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // NOWAIT: a concurrent delivery fails and the outbox redelivers.
    private static async Task<bool> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT sent_at IS NOT NULL FROM sent_mails WHERE event_id = @event FOR UPDATE NOWAIT", connection, transaction)
            .With("event", eventId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid eventId, bool delivered, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE sent_mails SET sent_at = @now, delivered = @delivered WHERE event_id = @event", connection, transaction)
            .With("now", time.GetUtcNow()).With("delivered", delivered).With("event", eventId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The mail for event {EventId} is undeliverable; it is not retried")]
    private partial void LogUndeliverable(Guid eventId);
}
