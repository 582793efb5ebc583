using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Search;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Asks the provider for the cards of paid orders, some seconds after the payment: its events do not have them, and no buyer waits for
/// them.
/// </summary>
public sealed class CardReader(IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, TimeProvider time)
{
    private const int BatchMax = 20;

    /// <summary>Asks for a batch.</summary>
    /// <returns>The number of payments.</returns>
    public async Task<int> ReadSomeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unknown = await PaymentCards.UnknownAsync(db, BatchMax, cancellationToken);
        foreach (var payment in unknown)
        {
            var intent = await provider.GetIntentAsync(payment.ProviderPaymentId, cancellationToken);
            if (!intent.Succeeded && intent.Refusal.Kind == PaymentFailureKind.Unavailable)
            {
                break;
            }

            await StoreAsync(db, payment, intent.Succeeded ? intent.Value.Card : null, cancellationToken);
        }

        return unknown.Count;
    }

    private async Task StoreAsync(TicketingDbContext db, Payment payment, PaymentCard? card, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await PaymentCards.StoreAsync(db, payment.Id, card, time.GetUtcNow(), cancellationToken);
        if (card is not null)
        {
            await OrderSearchRows.WriteAsync(
                (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), [payment.OrderId.Value],
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
