using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>The form of accounts' addresses by which they are found and unique.</summary>
public sealed partial class AccountAddresses(NpgsqlDataSource database, ILogger<AccountAddresses> logger)
{
    /// <summary>
    /// Gives addresses that earlier versions stored in another form that of <see cref="EmailAddress.Normalize"/>. Idempotent. Of two accounts
    /// that turn out to have one mailbox, the one that has the form keeps it.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, email, stored) in await ReadAsync(cancellationToken))
        {
            var normal = EmailAddress.Normalize(email);
            if (normal == stored)
            {
                continue;
            }

            await using var command = database.CreateCommand(
                """
                UPDATE users SET normalized_email = @normal, normalized_user_name = @normal
                WHERE id = @id AND NOT EXISTS (SELECT FROM users other WHERE other.normalized_user_name = @normal AND other.id <> @id)
                """).With("normal", normal).With("id", id);
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                LogTaken(id);
            }
        }
    }

    // Only these can have another form than before.
    private async Task<List<(Guid Id, string Email, string Stored)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id, email, normalized_email FROM users WHERE email ~ '[^ -~]' OR email ILIKE '%xn--%' ORDER BY created_at");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid Id, string Email, string Stored)> accounts = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            accounts.Add((reader.GetGuid("id"), reader.GetString("email"), reader.GetString("normalized_email")));
        }

        return accounts;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {Id} has the mailbox of another account; it can be reached by no address.")]
    private partial void LogTaken(Guid id);
}
