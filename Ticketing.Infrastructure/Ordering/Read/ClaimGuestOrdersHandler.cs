using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Gives an account the orders that were placed as a guest with its address (rule 27).</summary>
public sealed class ClaimGuestOrdersHandler(NpgsqlDataSource database)
{
    /// <summary>Answers how many orders the account has more than before.</summary>
    /// <param name="confirmedEmail">An address that is known to be theirs: with any other, orders could be stolen by typing it.</param>
    public async Task<int> HandleAsync(UserId user, string confirmedEmail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(confirmedEmail);
        await using var command = database.CreateCommand("UPDATE orders SET user_id = @user WHERE email_normalized = @email AND user_id IS NULL");
        return await command.With("user", user.Value)
            .With("email", EmailAddress.Normalize(confirmedEmail)).ExecuteNonQueryAsync(cancellationToken);
    }
}
