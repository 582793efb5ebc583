using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Sends the mail of a fact once, although its job may run several times.</summary>
/// <remarks>
/// A session lock is held while a mail is being sent: a second instance fails on it, is retried later, and finds the mail sent. It is no
/// row lock, because a transaction with one has a number and holds back all facts until the mail server has answered. Only a crash between
/// the server's acceptance and the mark sends a mail twice; both have the same Message-ID, by which mail programs recognize duplicates.
/// </remarks>
public sealed partial class SendOnce(NpgsqlDataSource database, MailSender sender, TimeProvider time, ILogger<SendOnce> logger)
{
    /// <param name="eventId">The event that the mail is about.</param>
    /// <param name="compose">Composes the mail; not called after it has been sent. Null: the mail is obsolete.</param>
    /// <returns>The result of the delivery, of this call or an earlier one; null: it was obsolete.</returns>
    public Task<MailDelivery?> SendAsync(Guid eventId, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken) =>
        SendAsync(eventId, null, compose, cancellationToken);

    /// <inheritdoc cref="SendAsync(Guid, Func{CancellationToken, Task{Mail}}, CancellationToken)"/>
    /// <param name="order">The order that the mail is about; <see cref="UndeliveredMails"/> finds its last mail.</param>
    public async Task<MailDelivery?> SendAsync(
        Guid eventId, OrderId? order, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await TryLockAsync(connection, eventId, cancellationToken))
        {
            throw new InvalidOperationException($"Another instance is sending the mail of {eventId}.");
        }

        try
        {
            return await SendLockedAsync(connection, eventId, order, compose, cancellationToken);
        }
        finally
        {
            await UnlockAsync(connection, eventId);
        }
    }

    private async Task<MailDelivery?> SendLockedAsync(
        NpgsqlConnection connection, Guid eventId, OrderId? order, Func<CancellationToken, Task<Mail?>> compose, CancellationToken cancellationToken)
    {
        await EnsureRowAsync(connection, eventId, order, cancellationToken);
        if (await FindDeliveryAsync(connection, eventId, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        if (await compose(cancellationToken) is not { } mail)
        {
            return null;
        }

        var delivery = await sender.SendAsync(mail, eventId, cancellationToken);
        if (delivery == MailDelivery.Undeliverable)
        {
            LogUndeliverable(eventId);
        }

        // The mail has been sent: cancellation must not lose that fact.
        await MarkAsync(connection, eventId, delivery == MailDelivery.Accepted, CancellationToken.None);
        return delivery;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended('mail:' || @event, 0))", connection)
            .With("event", eventId.ToString());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // The pool would keep the lock with the connection.
    private static async Task UnlockAsync(NpgsqlConnection connection, Guid eventId)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock(hashtextextended('mail:' || @event, 0))", connection)
                .With("event", eventId.ToString());
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception closed) when (closed is InvalidOperationException || DatabaseRetry.IsTransient(closed))
        {
            // The lock has ended with the connection.
        }
    }

    private static async Task EnsureRowAsync(NpgsqlConnection connection, Guid eventId, OrderId? order, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO sent_mails (event_id, order_id, delivered) VALUES (@event, @order, false) ON CONFLICT DO NOTHING", connection)
            .With("event", eventId).With("order", order?.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Null: it was not sent yet.
    private static async Task<MailDelivery?> FindDeliveryAsync(NpgsqlConnection connection, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT delivered FROM sent_mails WHERE event_id = @event AND sent_at IS NOT NULL", connection)
            .With("event", eventId);
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            true => MailDelivery.Accepted,
            false => MailDelivery.Undeliverable,
            _ => null,
        };
    }

    private async Task MarkAsync(NpgsqlConnection connection, Guid eventId, bool delivered, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE sent_mails SET sent_at = @now, delivered = @delivered WHERE event_id = @event", connection)
            .With("now", time.GetUtcNow()).With("delivered", delivered).With("event", eventId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail for event {EventId} cannot be delivered to its address; it is not retried.")]
    private partial void LogUndeliverable(Guid eventId);
}
