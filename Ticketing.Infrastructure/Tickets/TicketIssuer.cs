using System.Collections.Concurrent;
using System.Data;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>
/// Keeps the key pairs that sign tickets, one a performance at a time. Private keys lie in the database encrypted by the
/// application's data protection; a retired pair signs nothing more, but its tickets stay good.
/// </summary>
/// <remarks>
/// Instances that make a performance's first key at once agree by the unique index <c>ux_ticket_keys_current</c>: one row
/// is written, the others find it. A key is committed before anything is signed with it, so ask for the signer before
/// the order's own transaction.
/// </remarks>
public sealed partial class TicketIssuer(
    NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time, ILogger<TicketIssuer> logger)
{
    // How long an instance goes on signing with a key that another one has retired.
    private static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(1);
    private const int CacheMax = 1000;

    private readonly ConcurrentDictionary<PerformanceId, CachedKey> _cache = new();

    /// <summary>What signs tickets of a performance now; its key is made with the first call.</summary>
    public async Task<TicketSigner> SignerAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache.TryGetValue(performance, out var cached) && now < cached.Until)
        {
            return new TicketSigner(performance, cached.Id, cached.Pkcs8);
        }

        var (id, pkcs8) = await CurrentKeyAsync(performance, cancellationToken);
        if (_cache.Count >= CacheMax)
        {
            _cache.Clear();
        }

        _cache[performance] = new CachedKey(id, pkcs8, now + CacheTime);
        return new TicketSigner(performance, id, pkcs8);
    }

    /// <summary>Retires the performance's key; the next ticket is signed with a new one.</summary>
    public async Task RetireKeyAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE ticket_keys SET retired_at = @now WHERE performance_id = @performance AND retired_at IS NULL")
            .With("now", time.GetUtcNow()).With("performance", performance.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
        _cache.TryRemove(performance, out _);
    }

    /// <summary>All keys that tickets of the performance may be signed with: what a scanner takes along.</summary>
    public async Task<IReadOnlyList<TicketPublicKey>> PublicKeysAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT id, public_key FROM ticket_keys WHERE performance_id = @performance ORDER BY id")
            .With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<TicketPublicKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new TicketPublicKey(
                reader.GetGuid("id"), performance, await reader.GetFieldValueAsync<byte[]>("public_key", cancellationToken)));
        }

        return keys;
    }

    private async Task<(Guid Id, byte[] Pkcs8)> CurrentKeyAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await FindCurrentAsync(performance, cancellationToken) is not { } found)
            {
                await MakeAsync(performance, cancellationToken);
                continue;
            }

            try
            {
                return (found.Id, Protector(performance).Unprotect(found.PrivateKey));
            }
            catch (CryptographicException)
            {
                // The data protection keys that it was encrypted with are gone: no ticket can be signed with it again,
                // but those it has signed are still good.
                LogUnreadable(found.Id, performance.Value);
                await RetireKeyAsync(performance, cancellationToken);
            }
        }

        throw new InvalidOperationException($"No readable ticket key for performance {performance}: do the instances share their data protection keys?");
    }

    private async Task<(Guid Id, byte[] PrivateKey)?> FindCurrentAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT id, private_key FROM ticket_keys WHERE performance_id = @performance AND retired_at IS NULL")
            .With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetGuid("id"), await reader.GetFieldValueAsync<byte[]>("private_key", cancellationToken))
            : null;
    }

    private async Task MakeAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            INSERT INTO ticket_keys (id, performance_id, public_key, private_key, created_at) VALUES (@id, @performance, @public, @private, @now)
            ON CONFLICT (performance_id) WHERE retired_at IS NULL DO NOTHING
            """)
            .With("id", Guid.CreateVersion7(now)).With("performance", performance.Value).With("public", pair.ExportSubjectPublicKeyInfo())
            .With("private", Protector(performance).Protect(pair.ExportPkcs8PrivateKey())).With("now", now);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Bound to its performance: a row copied to another one does not decrypt.
    private IDataProtector Protector(PerformanceId performance) =>
        protection.CreateProtector("Ticketing.Tickets.PrivateKey.v1", performance.ToString());

    [LoggerMessage(Level = LogLevel.Error, Message = "The private key {KeyId} of performance {PerformanceId} can't be decrypted; it is retired and a new one made.")]
    private partial void LogUnreadable(Guid keyId, Guid performanceId);

    private sealed record CachedKey(Guid Id, byte[] Pkcs8, DateTimeOffset Until);
}
