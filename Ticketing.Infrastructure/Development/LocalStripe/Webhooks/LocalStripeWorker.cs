using System.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// Background jobs of the local provider: delivers webhooks, settles pending payments and refunds, deletes old idempotency keys.
/// </summary>
public sealed partial class LocalStripeWorker(
    NpgsqlDataSource database, WebhookDelivery webhooks, LocalStripeSignal signal, TimeProvider clock, ILogger<LocalStripeWorker> log)
    : BackgroundService
{
    private const int IdempotencyKeyHours = 24;

    // The polling interval for other instances' events.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>Runs one batch of all due jobs.</summary>
    /// <returns>The number of jobs.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken) =>
        await SettleRefundsAsync(cancellationToken)
        + await SettlePaymentsAsync(cancellationToken)
        + await webhooks.DeliverOnceAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var purgedAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() - purgedAt > TimeSpan.FromHours(1))
                {
                    purgedAt = clock.GetUtcNow();
                    await PurgeKeysAsync(stoppingToken);
                }

                if (await RunOnceAsync(stoppingToken) == 0)
                {
                    await signal.WaitAsync(Idle, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (DatabaseRetry.IsTransient(error))
            {
                // Database outage: due rows stay due.
                LogFailed(error);
                await Task.Delay(Idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<int> SettleRefundsAsync(CancellationToken cancellationToken) => SettleAsync(
        """
        DELETE FROM local_stripe.refund_outcomes WHERE refund_id IN (
          SELECT refund_id FROM local_stripe.refund_outcomes WHERE due_at <= @now ORDER BY refund_id LIMIT 16 FOR UPDATE SKIP LOCKED)
        RETURNING refund_id, status
        """,
        row => (Refund: row.GetString("refund_id"), Status: row.GetString("status")),
        (unit, due) => Refunds.SettleAsync(unit, due.Refund, due.Status, cancellationToken),
        cancellationToken);

    private Task<int> SettlePaymentsAsync(CancellationToken cancellationToken) => SettleAsync(
        """
        DELETE FROM local_stripe.payment_outcomes WHERE intent_id IN (
          SELECT intent_id FROM local_stripe.payment_outcomes WHERE due_at <= @now ORDER BY intent_id LIMIT 16 FOR UPDATE SKIP LOCKED)
        RETURNING intent_id, succeeds
        """,
        row => (Intent: row.GetString("intent_id"), Succeeds: row.GetBoolean("succeeds")),
        (unit, due) => PaymentConfirmation.SettleAsync(unit, due.Intent, due.Succeeds, cancellationToken),
        cancellationToken);

    /// <summary>Settles a batch of due rows in one transaction; after a failure they are due again.</summary>
    /// <param name="take">Deletes and returns a limited number of rows due at <c>@now</c>.</param>
    private async Task<int> SettleAsync<TDue>(
        string take, Func<NpgsqlDataReader, TDue> read, Func<LocalStripeUnit, TDue, Task> settle, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var unit = new LocalStripeUnit(transaction, clock.GetUtcNow(), null, null);
        var due = new List<TDue>();
        await using (var command = unit.Command(take))
        {
            command.Parameters.Add(LocalStripeUnit.Time("now", unit.Now));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                due.Add(read(row));
            }
        }

        foreach (var one in due)
        {
            await settle(unit, one);
        }

        await unit.CommitAsync(cancellationToken);
        return due.Count;
    }

    private async Task PurgeKeysAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM local_stripe.idempotency_keys WHERE created_at < @before");
        command.Parameters.Add(LocalStripeUnit.Time("before", clock.GetUtcNow().AddHours(-IdempotencyKeyHours)));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "A pass of the local payment provider's worker failed; retrying")]
    private partial void LogFailed(Exception error);
}
