using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>Query of an endpoint's deliveries.</summary>
/// <param name="Type">Null: all.</param>
/// <param name="Before">The fact of the last row of the page before; null: the first page.</param>
public sealed record ListDeliveries(Guid Endpoint, Caller Caller, DeliveryStatus? Status = null, string? Type = null, Guid? Before = null);

/// <summary>A page of deliveries, the newest fact first.</summary>
/// <param name="Next">For <see cref="ListDeliveries.Before"/>; null on the last page.</param>
public sealed record DeliveryList(IReadOnlyList<WebhookDelivery> Rows, Guid? Next);

/// <summary>Reads deliveries to endpoints of organizations whose sales the caller manages.</summary>
public sealed class DeliveryReader(OrganizationContexts contexts)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    /// <summary>Empty for an endpoint that the caller has not.</summary>
    public async Task<DeliveryList> ListAsync(ListDeliveries query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = contexts.ForRunner(query.Caller);
        var found = db.Set<WebhookDelivery>().AsNoTracking().Where(delivery => delivery.EndpointId == query.Endpoint);
        if (query.Status is { } status)
        {
            found = status switch
            {
                DeliveryStatus.Pending => found.Where(delivery => delivery.EndedAt == null),
                DeliveryStatus.Delivered => found.Where(delivery => delivery.DeliveredAt != null),
                DeliveryStatus.Failed => found.Where(delivery => delivery.EndedAt != null && delivery.DeliveredAt == null),
            };
        }

        if (query.Type is { } type)
        {
            found = found.Where(delivery => delivery.Type == type);
        }

        if (query.Before is { } before)
        {
            found = found.Where(delivery => delivery.FactId < before);
        }

        var rows = await found.OrderByDescending(delivery => delivery.FactId).Take(PageSize + 1).ToListAsync(cancellationToken);
        return rows.Count > PageSize ? new DeliveryList(rows[..PageSize], rows[PageSize - 1].FactId) : new DeliveryList(rows, null);
    }

    /// <summary>Null: the caller has no such delivery.</summary>
    public async Task<WebhookDelivery?> FindAsync(Guid endpoint, Guid fact, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<WebhookDelivery>().AsNoTracking()
            .SingleOrDefaultAsync(delivery => delivery.EndpointId == endpoint && delivery.FactId == fact, cancellationToken);
    }
}
