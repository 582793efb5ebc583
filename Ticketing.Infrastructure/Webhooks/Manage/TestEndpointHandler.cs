using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>Enlists a test. It is attempted once and does not count as a failure of the endpoint.</summary>
public sealed class TestEndpointHandler(
    IDbContextFactory<TicketingDbContext> contexts, FactSignals signals, CommandCounter limits, TimeProvider time)
{
    /// <summary>The maximum number of tests of an endpoint within a minute.</summary>
    public const int PerMinuteMax = 5;

    /// <returns>The delivery's fact.</returns>
    public async Task<Outcome<Guid, RefusedWebhook>> HandleAsync(TestEndpoint command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.WebhookSends, command.Caller))
        {
            return new RefusedWebhook(WebhookRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var endpoint = await db.LockEndpointAsync(command.Endpoint, cancellationToken);
        if (ManageWebhooksHandler.RefusalFor(endpoint, command.Caller) is { } refusal)
        {
            return new RefusedWebhook(refusal);
        }

        if (endpoint!.Status == WebhookStatus.Disabled)
        {
            return new RefusedWebhook(WebhookRefusal.Disabled);
        }

        var now = time.GetDatabaseNow();
        var recent = now - TimeSpan.FromMinutes(1);
        var tests = await db.Set<WebhookDelivery>().CountAsync(
            found => found.EndpointId == endpoint.Id && found.Type == WebhookTypes.Test && found.CreatedAt > recent, cancellationToken);
        if (tests >= PerMinuteMax)
        {
            return new RefusedWebhook(WebhookRefusal.TooSoon);
        }

        var delivery = Compose(endpoint, now);
        db.Add(delivery);
        AuditLog.Add(db, WebhookAudit.Entry("webhook.tested", endpoint.Id, null, null, command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.AppliedBy(WebhooksConsumer.Name).Set();
        return delivery.FactId;
    }

    private static WebhookDelivery Compose(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        var (id, sequence) = (Guid.CreateVersion7(now), WebhookBody.SequenceAfter(0, now));
        var data = new TestWebhook(endpoint.Id);
        return new WebhookDelivery
        {
            EndpointId = endpoint.Id,
            FactId = id,
            Type = WebhookTypes.Test,
            AggregateId = endpoint.Id.ToString(),
            Sequence = sequence,
            Body = new WebhookBody(id, WebhookTypes.Test, now, endpoint.OrganizationId.Value, data, sequence).ToJson(),
            CreatedAt = now,
            NextAt = now,
        };
    }
}
