using System.Data;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>A claimed delivery with its endpoint. Keys are as they are stored.</summary>
/// <param name="Attempt">From 1.</param>
internal sealed record ClaimedDelivery(
    Guid EndpointId, Guid FactId, string Type, string Body, int Attempt,
    string Url, byte[] Secret, byte[]? PreviousSecret, DateTimeOffset? FailingSince);

/// <summary>Sends due deliveries and records their results, concurrently at all instances.</summary>
/// <remarks>
/// A claim counts the attempt and sets a lease. The delivery is sent outside of any transaction, then its result is recorded. A process
/// that is killed in between leaves the lease, after which the delivery is sent again, with the same id.
/// </remarks>
internal sealed partial class WebhookDispatcher(
    NpgsqlDataSource database, WebhookSender sender, WebhookSecrets secrets, EndpointEnd end, FactSignals signals, TimeProvider time,
    ILogger<WebhookDispatcher> logger)
{
    /// <summary>The maximum number of running deliveries of one endpoint, at all instances.</summary>
    public const int PerEndpointMax = 4;

    private const int Gone = 410;
    private const int OldMax = 5_000;

    /// <summary>The time after which a claimed delivery is due again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    // With the sender's timeout shorter than the lease: the result of an attempt during an outage is recorded, too.
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(20);

    private static readonly SqlScript Claim = SqlScript.Load("claim-deliveries.sql");
    private static readonly SqlScript Record = SqlScript.Load("record-delivery.sql");
    private static readonly SqlScript DeleteOld = SqlScript.Load("delete-old-deliveries.sql");

    /// <summary>Claims due deliveries and sends each once.</summary>
    /// <returns>The number of claimed deliveries.</returns>
    public async Task<int> DispatchOnceAsync(int max, CancellationToken cancellationToken)
    {
        var claimed = await ClaimAsync(max, cancellationToken);
        await Task.WhenAll(claimed.Select(delivery => DeliverAsync(delivery, cancellationToken)));
        return claimed.Count;
    }

    /// <summary>Claims due deliveries; the caller passes each to <see cref="DeliverAsync"/>.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = Claim.On(database)
            .With("now", now).With("lease", now + Lease).With("per_endpoint", PerEndpointMax).With("max", max);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ClaimedDelivery> claimed = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedDelivery(
                reader.GetGuid("endpoint_id"),
                reader.GetGuid("fact_id"),
                reader.GetString("type"),
                reader.GetString("body"),
                reader.GetInt32("attempts"),
                reader.GetString("url"),
                await reader.GetFieldValueAsync<byte[]>("secret", cancellationToken),
                reader["previous_secret"] as byte[],
                reader["failing_since"] is DateTime since ? new DateTimeOffset(since) : null));
        }

        return claimed;
    }

    /// <summary>Sends a claimed delivery and records the result. Throws nothing: what goes wrong concerns this delivery only.</summary>
    public async Task DeliverAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(delivery, cancellationToken);
            await RecordAsync(delivery, answer);
            if (answer.Status == Gone)
            {
                await end.DisableGoneAsync(delivery.EndpointId, CancellationToken.None);
            }
            else if (answer.Failure is not null && time.GetUtcNow() - delivery.FailingSince >= WebhookEndpoint.FailingTimeMax)
            {
                await end.DisableFailingAsync(delivery.EndpointId, CancellationToken.None);
            }

            signals.AppliedBy(WebhooksConsumer.Name).Set();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(delivery);
        }
#pragma warning disable CA1031 // The lease stays, and the delivery is sent again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure, delivery.EndpointId, delivery.FactId, delivery.Attempt);
        }
    }

    /// <summary>Deletes deliveries older than <see cref="WebhookDelivery.KeptTime"/>, a limited number per call.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> DeleteOldAsync(CancellationToken cancellationToken)
    {
        await using var command = DeleteOld.On(database)
            .With("before", FirstIdAt(time.GetUtcNow() - WebhookDelivery.KeptTime)).With("max", OldMax);
        return await command.ExecuteNonQueryAsync(cancellationToken) == OldMax;
    }

    /// <summary>The smallest UUIDv7 (RFC 9562, 5.7) of a time: 48 bits of Unix milliseconds.</summary>
    internal static Guid FirstIdAt(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }

    private async Task<WebhookAnswer> SendAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        List<byte[]> keys;
        try
        {
            keys = [secrets.Read(delivery.Secret)];
            if (delivery.PreviousSecret is { } previous)
            {
                keys.Add(secrets.Read(previous));
            }
        }
        catch (CryptographicException lost) when (!DatabaseRetry.IsTransient(lost))
        {
            LogKeyLost(lost, delivery.EndpointId);
            return new WebhookAnswer(null, WebhookFailure.Internal, null);
        }

        return await sender.SendAsync(new WebhookMessage(delivery.Url, delivery.FactId, delivery.Body, keys), cancellationToken);
    }

    // Not cancelled: what was sent must not be sent again because of a shutdown.
    private Task<int> RecordAsync(ClaimedDelivery delivery, WebhookAnswer answer) => DatabaseRetry.RunAsync(
        async () =>
        {
            var now = time.GetUtcNow();
            var pause = answer.Failure is null || answer.Status == Gone
                ? null
                : WebhookSchedule.PauseAfter(delivery.Type, delivery.Attempt, RandomNumberGenerator.GetInt32(1001) / 1000.0);
            await using var command = Record.On(database)
                .With("endpoint", delivery.EndpointId).With("fact", delivery.FactId).With("attempt", delivery.Attempt)
                .With("now", now).WithOrNull("next", now + pause).WithOrNull("status", answer.Status)
                .Set("failure", TextOrNull(answer.Failure?.ToWord())).Set("answer", TextOrNull(answer.Text))
                .With("counts", delivery.Type != WebhookTypes.Test);
            return await command.ExecuteNonQueryAsync(CancellationToken.None);
        },
        RecordTimeout);

    // At shutdown, so that other instances need not wait for the lease.
    private async Task ReleaseAsync(ClaimedDelivery delivery)
    {
        try
        {
            await using var command = database.CreateCommand(
                """
                UPDATE webhook_deliveries SET attempts = attempts - 1, next_at = @now, is_leased = false
                WHERE endpoint_id = @endpoint AND fact_id = @fact AND attempts = @attempt AND is_leased
                """)
                .With("now", time.GetUtcNow())
                .With("endpoint", delivery.EndpointId).With("fact", delivery.FactId).With("attempt", delivery.Attempt);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            LogFailed(outage, delivery.EndpointId, delivery.FactId, delivery.Attempt);
        }
    }

    private static NpgsqlParameter TextOrNull(string? text) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value };

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of webhook {Fact} to endpoint {Endpoint} was not recorded; it is sent again")]
    private partial void LogFailed(Exception failure, Guid endpoint, Guid fact, int attempt);

    [LoggerMessage(LogLevel.Error, "The signing key of webhook endpoint {Endpoint} cannot be decrypted: its owner must replace it")]
    private partial void LogKeyLost(Exception failure, Guid endpoint);
}
