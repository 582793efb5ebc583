using Microsoft.AspNetCore.Identity;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>What the demo left in a database. Its accounts have a published password, one of them with all rights.</summary>
public static class DemoTraces
{
    private const int TimeoutSeconds = 5;

    /// <summary>Looks for the demo's data, and for accounts that the demo's password still opens.</summary>
    /// <param name="connectionString">A database, migrated or not.</param>
    /// <exception cref="NpgsqlException">The database is unavailable.</exception>
    public static async Task<(bool Data, bool Accounts)> FindAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = TimeoutSeconds, CommandTimeout = TimeoutSeconds };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        try
        {
            return (await HasDataAsync(connection, cancellationToken), await HasAccountsAsync(connection, cancellationToken));
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Not migrated: empty.
            return (false, false);
        }
    }

    private static async Task<bool> HasDataAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT EXISTS (SELECT FROM audit_entries WHERE action = @filled)", connection);
        return (bool)(await find.With("filled", DemoFiller.DemoFilled).ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> HasAccountsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var passwords = DemoPeople.Accounts.ToDictionary(account => EmailAddress.Normalize(account.Email), account => account.Password);
        var hasher = new PasswordHasher<Account>();
        await using var find = new NpgsqlCommand(
            "SELECT normalized_email, password_hash FROM users WHERE normalized_email = ANY(@emails) AND password_hash IS NOT NULL", connection);
        await using var rows = await find.With("emails", passwords.Keys.ToArray()).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var hash = rows.GetString(rows.GetOrdinal("password_hash"));
            if (hasher.VerifyHashedPassword(new Account(), hash, passwords[rows.GetString(rows.GetOrdinal("normalized_email"))])
                != PasswordVerificationResult.Failed)
            {
                return true;
            }
        }

        return false;
    }
}
