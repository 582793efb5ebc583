using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>Quotes exchanges of seats; see <see cref="QuoteExchange"/>. Changes nothing, and says nothing about other buyers' seats.</summary>
public sealed class ExchangeQuotes(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, TimeProvider time)
{
    public async Task<Outcome<ExchangeQuote, ExchangeRefusal>> HandleAsync(QuoteExchange query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().Include(o => o.Items.OrderBy(i => i.SeatIndex))
            .SingleOrDefaultAsync(o => o.Id == query.Order, cancellationToken);
        if (order is null || !await db.ServesBuyersOfAsync(query.Caller, order.OrganizationId, order.PerformanceId, cancellationToken)
            || await selling.GetForOrderAsync(order.PerformanceId, cancellationToken) is not { } facts)
        {
            return ExchangeRefusal.NotFound;
        }

        var promo = await PromoOfAsync(db, order, cancellationToken);
        var draft = ExchangeDraft.Make(order, facts, query.Items, query.Seats, promo, time.GetUtcNow());
        return draft.Succeeded ? draft.Value.Quote() : draft.Refusal;
    }

    /// <summary>The code that the order was placed with, also if it has run out since; null: none.</summary>
    internal static async Task<PromoCode?> PromoOfAsync(TicketingDbContext db, Order order, CancellationToken cancellationToken) =>
        order.PromoCodeId is { } id
            ? await db.PromoCodes.AsNoTracking().SingleOrDefaultAsync(promo => promo.Id == id, cancellationToken)
            : null;
}
