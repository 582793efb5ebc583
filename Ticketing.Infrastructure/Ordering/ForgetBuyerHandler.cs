using Npgsql;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Erases a person from their orders (rule 28): amounts, seats and codes stay, names and addresses go.</summary>
public sealed class ForgetBuyerHandler(NpgsqlDataSource database)
{
    /// <summary>Stands where the address was; no mail can reach it (RFC 2606).</summary>
    public const string ErasedEmail = "erased@erased.invalid";

    /// <summary>Answers how many orders were theirs. Doing it again changes nothing.</summary>
    /// <param name="confirmedEmail">The account's address when it is known to be theirs; orders of guests with it are erased too.</param>
    public async Task<int> HandleAsync(UserId user, string? confirmedEmail, CancellationToken stop)
    {
        // One statement: an error leaves all of it as it was.
        await using var command = database.CreateCommand(
            """
            with theirs as (
                select id from orders where user_id = $1 or email_normalized = $2),
            items as (
                update order_items set attendee_name = null where order_id in (select id from theirs) and attendee_name is not null),
            entries as (
                update tickets set attendee_name = null where order_id in (select id from theirs) and attendee_name is not null),
            uses as (
                update promo_uses set email_normalized = $3 where order_id in (select id from theirs)),
            kept as (
                update holds set user_id = null where user_id = $1)
            update orders set user_id = null, name = '', email = $3, email_normalized = $3, phone = null where id in (select id from theirs)
            """);
        return await command
            .With(user.Value, confirmedEmail is null ? null : EmailAddress.Normalize(confirmedEmail), ErasedEmail)
            .ExecuteNonQueryAsync(stop);
    }
}
