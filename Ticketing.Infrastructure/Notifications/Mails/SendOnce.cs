using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Sends the mail of a fact once, although its job may run several times.</summary>
/// <remarks>
/// The event's row in <c>sent_mails</c> is locked while its mail is being sent, and the send is committed with it. A second
/// instance fails on the lock, is retried later, and finds the mail sent. Only a crash between the server's acceptance and
/// the commit sends a mail twice; both have the same Message-ID, by which mail programs recognize duplicates.
/// </remarks>
public sealed partial class SendOnce(NpgsqlDataSource database, MailSender sender, TimeProvider time, ILogger<SendOnce> logger)
{
    /// <param name="eventId">The event that the mail is about.</param>
    /// <param name="compose">Composes the mail; not called after it has been sent. Null: the mail is obsolete.</param>
    public Task SendAsync(Guid eventId, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken) =>
        SendAsync(eventId, null, compose, cancellationToken);

    /// <inheritdoc cref="SendAsync(Guid, Func{CancellationToken, Task{Mail}}, CancellationToken)"/>
    /// <param name="order">The order that the mail is about; <see cref="UndeliveredMails"/> finds its last mail.</param>
    public async Task SendAsync(
        Guid eventId, OrderId? order, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await EnsureRowAsync(connection, eventId, order, cancellationToken);
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

            // The mail has been sent: cancellation must not lose that fact.
            await MarkAsync(connection, transaction, eventId, delivery == MailDelivery.Accepted, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task EnsureRowAsync(NpgsqlConnection connection, Guid eventId, OrderId? order, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO sent_mails (event_id, order_id, delivered) VALUES (@event, @order, false) ON CONFLICT DO NOTHING", connection)
            .With("event", eventId).With("order", order?.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // NOWAIT: fails on a locked row; the job is retried.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail for event {EventId} cannot be delivered to its address; it is not retried.")]
    private partial void LogUndeliverable(Guid eventId);
}
