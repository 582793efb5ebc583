using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>
/// Sends deliveries again: with the same id and the same bytes, a new timestamp and its signature, and all attempts of a new delivery.
/// </summary>
public sealed class ReplayWebhooksHandler(
    IDbContextFactory<TicketingDbContext> contexts, FactSignals signals, CommandCounter limits, TimeProvider time)
{
    /// <summary>The maximum number of deliveries that are replayed at once.</summary>
    public const int RangeMax = 10_000;

    /// <returns>1.</returns>
    public Task<Outcome<int, RefusedWebhook>> HandleAsync(ReplayDelivery command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ReplayAsync(command.Endpoint, command.Caller, async (db, now) =>
        {
            var one = db.Set<WebhookDelivery>().Where(found => found.EndpointId == command.Endpoint && found.FactId == command.Fact);
            var replayed = await one.Where(found => !found.IsLeased || found.NextAt <= now).ReplayAsync(now, cancellationToken);
            if (replayed > 0)
            {
                return replayed;
            }

            return new RefusedWebhook(await one.AnyAsync(cancellationToken) ? WebhookRefusal.Running : WebhookRefusal.NotFound);
        }, cancellationToken);
    }

    /// <returns>The number of deliveries; 0 if the range has none.</returns>
    public async Task<Outcome<int, RefusedWebhook>> HandleAsync(ReplayDeliveries command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await ReplayAsync(command.Endpoint, command.Caller, async (db, now) =>
        {
            if (command.Faults() is { Count: > 0 } faults)
            {
                return new RefusedWebhook(WebhookRefusal.Invalid, faults);
            }

            var (from, until) = (command.From.ToUniversalTime(), command.Until.ToUniversalTime());
            var range = db.Set<WebhookDelivery>().Where(found => found.EndpointId == command.Endpoint && found.NextAt == null
                && found.Type != WebhookTypes.Test && found.CreatedAt >= from && found.CreatedAt < until
                && (command.Type == null || found.Type == command.Type));
            if (await range.CountAsync(cancellationToken) > RangeMax)
            {
                return new RefusedWebhook(WebhookRefusal.RangeTooLarge);
            }

            return await range.ReplayAsync(now, cancellationToken);
        }, cancellationToken);
    }

    private async Task<Outcome<int, RefusedWebhook>> ReplayAsync(
        Guid id, Caller caller, Func<TicketingDbContext, DateTimeOffset, Task<Outcome<int, RefusedWebhook>>> replay,
        CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.WebhookSends, caller))
        {
            return new RefusedWebhook(WebhookRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Locked, so that a delivery that is claimed meanwhile is not taken for an ended one.
        var endpoint = await db.LockEndpointAsync(id, cancellationToken);
        if (ManageWebhooksHandler.RefusalFor(endpoint, caller) is { } refusal)
        {
            return new RefusedWebhook(refusal);
        }

        if (endpoint!.Status == WebhookStatus.Disabled)
        {
            return new RefusedWebhook(WebhookRefusal.Disabled);
        }

        var now = time.GetDatabaseNow();
        var outcome = await replay(db, now);
        if (outcome is { Succeeded: true, Value: > 0 })
        {
            var after = JsonSerializer.Serialize(new { deliveries = outcome.Value });
            AuditLog.Add(db, WebhookAudit.Entry("webhook.replayed", id, null, after, caller.Actor, now));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signals.AppliedBy(WebhooksConsumer.Name).Set();
        }

        return outcome;
    }
}

/// <summary>Makes deliveries due again.</summary>
internal static class Replaying
{
    /// <returns>The number of deliveries.</returns>
    public static Task<int> ReplayAsync(
        this IQueryable<WebhookDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken) =>
        deliveries.ExecuteUpdateAsync(
            set => set
                .SetProperty(delivery => delivery.Attempts, 0)
                .SetProperty(delivery => delivery.NextAt, now)
                .SetProperty(delivery => delivery.IsLeased, false)
                .SetProperty(delivery => delivery.DeliveredAt, (DateTimeOffset?)null)
                .SetProperty(delivery => delivery.EndedAt, (DateTimeOffset?)null),
            cancellationToken);
}
