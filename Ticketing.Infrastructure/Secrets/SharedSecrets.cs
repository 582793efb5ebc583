using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Secrets;

/// <summary>
/// Secrets shared by all instances: 256 random bits per purpose, created on first use, stored encrypted by data protection. The primary key
/// resolves concurrent creations.
/// </summary>
public sealed class SharedSecrets(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
{
    private const int Bytes = 32;
    private const string Sql = """
        WITH made AS (
          INSERT INTO shared_secrets (name, value, created_at) VALUES (@name, @value, @now)
          ON CONFLICT (name) DO NOTHING RETURNING value)
        SELECT value FROM made UNION ALL SELECT value FROM shared_secrets WHERE name = @name
        """;

    // A secret is needed after an order is written, too: a restart of the database must not make its answer an error.
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(15);

    private readonly IDataProtector _protector = protection.CreateProtector("shared-secrets");
    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    /// <summary>Gets or creates the secret of a purpose. It never changes.</summary>
    public ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _known.TryGetValue(name, out var known) ? new ValueTask<byte[]>(known) : new ValueTask<byte[]>(
            DatabaseRetry.RunAsync(() => ReadAsync(name, cancellationToken), RetryTimeout, cancellationToken));

    private async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var made = _protector.Protect(RandomNumberGenerator.GetBytes(Bytes));
        for (var attempt = 0; ; attempt++)
        {
            await using var command = database.CreateCommand(Sql);
            command.With("name", name).With("value", made).With("now", time.GetUtcNow());
            if (await command.ExecuteScalarAsync(cancellationToken) is byte[] value)
            {
                return _known.GetOrAdd(name, _protector.Unprotect(value));
            }

            // A concurrent insert committed after this statement's snapshot: the next statement reads it.
            Invariant.Holds(attempt < 2);
        }
    }
}
