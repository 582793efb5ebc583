using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>Erases names, addresses and phone numbers from a buyer's orders (rule 28). Amounts, seats and codes stay.</summary>
public sealed class ForgetBuyerHandler(NpgsqlDataSource database)
{
    /// <summary>Replaces the erased address; undeliverable (RFC 2606).</summary>
    public const string ErasedEmail = "erased@erased.invalid";

    /// <summary>Erases the orders of an account. Idempotent.</summary>
    /// <param name="confirmedEmail">The account's address if confirmed; guest orders with this address are erased too.</param>
    /// <returns>The number of orders.</returns>
    public async Task<int> HandleAsync(UserId user, string? confirmedEmail, CancellationToken cancellationToken)
    {
        // One statement, so that an error changes nothing.
        await using var command = database.CreateCommand(
            """
            WITH theirs AS (
              SELECT id FROM orders WHERE user_id = @user OR email_normalized = @email
            ), items AS (
              UPDATE order_items SET attendee_name = NULL WHERE order_id IN (SELECT id FROM theirs) AND attendee_name IS NOT NULL
            ), entries AS (
              UPDATE tickets SET attendee_name = NULL WHERE order_id IN (SELECT id FROM theirs) AND attendee_name IS NOT NULL
            ), uses AS (
              UPDATE promo_uses SET email_normalized = @erased WHERE order_id IN (SELECT id FROM theirs)
            ), kept AS (
              UPDATE holds SET user_id = NULL WHERE user_id = @user
            )
            UPDATE orders SET user_id = NULL, name = '', email = @erased, email_normalized = @erased, phone = NULL
            WHERE id IN (SELECT id FROM theirs)
            """);
        return await command
            .With("user", user.Value)
            .With("email", confirmedEmail is null ? null : EmailAddress.Normalize(confirmedEmail))
            .With("erased", ErasedEmail)
            .ExecuteNonQueryAsync(cancellationToken);
    }
}
