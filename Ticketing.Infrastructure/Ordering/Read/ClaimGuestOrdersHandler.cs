using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Assigns guest orders to the account with their address (rule 27).</summary>
public sealed class ClaimGuestOrdersHandler(NpgsqlDataSource database)
{
    /// <summary>Assigns the orders that have no account yet. Idempotent.</summary>
    /// <param name="confirmedEmail">The account's confirmed address; an unconfirmed one would expose another person's orders.</param>
    /// <returns>The number of orders assigned.</returns>
    public async Task<int> HandleAsync(UserId user, string confirmedEmail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(confirmedEmail);
        await using var command = database.CreateCommand("UPDATE orders SET user_id = @user WHERE email_normalized = @email AND user_id IS NULL");
        return await command.With("user", user.Value)
            .With("email", EmailAddress.Normalize(confirmedEmail)).ExecuteNonQueryAsync(cancellationToken);
    }
}
