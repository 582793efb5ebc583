using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>Reads what the public sees of extras.</summary>
public sealed class OfferedExtras(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>The extras that are sold with seats of a public date, by position.</summary>
    public async Task<IReadOnlyList<Extra>> ReadAsync(SellingFacts date, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(date);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await OrderExtras.OfferedAsync(db, date.Terms.Event, cancellationToken)).FindAll(extra => extra.Currency == date.Terms.Currency);
    }
}
