using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Search;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>
/// Erases names, addresses and phone numbers from a buyer's orders and access codes (rule 28), with the members' notes about them and
/// the answers to questions. Amounts,
/// seats and codes stay.
/// </summary>
public sealed class ForgetBuyerHandler(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>Replaces the erased address; undeliverable (RFC 2606).</summary>
    public const string ErasedEmail = "erased@erased.invalid";

    /// <summary>Erases the orders of an account. Idempotent.</summary>
    /// <param name="confirmedEmail">The account's address if confirmed; guest orders with this address are erased too.</param>
    /// <returns>The number of orders.</returns>
    public async Task<int> HandleAsync(UserId user, string? confirmedEmail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OrderHolds.EraseUserAsync(db, user, cancellationToken);
        var email = confirmedEmail is null ? null : EmailAddress.Normalize(confirmedEmail);
        var orders = await EraseOrdersAsync(db, user, email, cancellationToken);
        await OrderSearchRows.WriteAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), [.. orders], cancellationToken);
        if (email is not null)
        {
            await AccessCodeUses.EraseAddressAsync(db, email, ErasedEmail, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return orders.Count;
    }

    // Tickets are printed with the names of their items.
    private static Task<List<Guid>> EraseOrdersAsync(
        TicketingDbContext db, UserId user, string? email, CancellationToken cancellationToken) => db.Database.SqlQuery<Guid>(
            $"""
            WITH theirs AS (
              SELECT id FROM orders WHERE user_id = {user.Value} OR (user_id IS NULL AND email_normalized = {email})
            ), items AS (
              UPDATE order_items SET attendee_name = NULL WHERE order_id IN (SELECT id FROM theirs) AND attendee_name IS NOT NULL
            ), answers AS (
              DELETE FROM order_answers WHERE order_id IN (SELECT id FROM theirs)
            ), notes AS (
              DELETE FROM order_notes WHERE order_id IN (SELECT id FROM theirs)
            ), uses AS (
              UPDATE promo_uses SET email_normalized = {ErasedEmail} WHERE order_id IN (SELECT id FROM theirs)
            )
            UPDATE orders SET user_id = NULL, name = '', email = {ErasedEmail}, email_normalized = {ErasedEmail}, phone = NULL
            WHERE id IN (SELECT id FROM theirs)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
}
