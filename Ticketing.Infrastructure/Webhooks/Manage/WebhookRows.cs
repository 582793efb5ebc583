using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>Rows of endpoints for commands.</summary>
internal static class WebhookRows
{
    /// <summary>
    /// The endpoint, locked against other changes until the transaction ends; null: there is none. New deliveries need a weaker lock, so
    /// that the consumer of facts does not wait.
    /// </summary>
    public static async Task<WebhookEndpoint?> LockEndpointAsync(
        this TicketingDbContext db, Guid endpoint, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM webhook_endpoints WHERE id = {endpoint} FOR NO KEY UPDATE", cancellationToken);
        return await db.Set<WebhookEndpoint>().SingleOrDefaultAsync(found => found.Id == endpoint, cancellationToken);
    }
}

/// <summary>Audit entries of endpoints.</summary>
internal static class WebhookAudit
{
    public const string Subject = "webhook-endpoint";

    /// <param name="before">From <see cref="WebhookEndpoint.ToAuditJson"/>; null for a creation.</param>
    /// <param name="after">The same; null for a deletion.</param>
    public static AuditEntry Entry(string action, Guid endpoint, string? before, string? after, Actor actor, DateTimeOffset now) =>
        AuditEntry.Of(action, Subject, endpoint.ToString(), before, after, actor, now);
}
