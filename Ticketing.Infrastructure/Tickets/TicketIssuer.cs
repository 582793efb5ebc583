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
/// Stores the key pairs that sign tickets, one current pair per performance. Private keys are encrypted with ASP.NET Core data
/// protection. A retired pair signs no more tickets; its tickets stay valid.
/// </summary>
/// <remarks>
/// Concurrent instances agree on a performance's key by the unique index <c>ux_ticket_keys_current</c>: one inserts it, the others read
/// it. A key is committed before it signs, so call <see cref="SignerAsync"/> outside of the order's transaction.
/// </remarks>
public sealed partial class TicketIssuer(
    NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time, ILogger<TicketIssuer> logger)
{
    // Maximum time that an instance signs with a key after another instance has retired it.
    private static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(1);
    private const int CacheMax = 1000;

    private readonly ConcurrentDictionary<PerformanceId, CachedKey> _cache = new();

    /// <summary>A signer with the performance's current key; creates the key with the first call.</summary>
    /// <exception cref="InvalidOperationException">The key cannot be decrypted: data protection keys are not shared.</exception>
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
        await using var command = database.CreateCommand(
            "UPDATE ticket_keys SET retired_at = @now WHERE performance_id = @performance AND retired_at IS NULL")
            .With("now", time.GetUtcNow()).With("performance", performance.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
        _cache.TryRemove(performance, out _);
    }

    /// <summary>The public keys of all the performance's tickets, for scanners.</summary>
    public Task<IReadOnlyList<TicketPublicKey>> PublicKeysAsync(PerformanceId performance, CancellationToken cancellationToken) =>
        PublicKeysAsync([performance], cancellationToken);

    /// <summary>The public keys of all tickets of some performances, by performance and key.</summary>
    public async Task<IReadOnlyList<TicketPublicKey>> PublicKeysAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id, performance_id, public_key FROM ticket_keys WHERE performance_id = ANY (@performances) ORDER BY performance_id, id")
            .With("performances", performances.Select(performance => performance.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<TicketPublicKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new TicketPublicKey(
                reader.GetGuid("id"), new PerformanceId(reader.GetGuid("performance_id")),
                await reader.GetFieldValueAsync<byte[]>("public_key", cancellationToken)));
        }

        return keys;
    }

    private async Task<(Guid Id, byte[] Pkcs8)> CurrentKeyAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await FindCurrentAsync(performance, cancellationToken) is not { } found)
            {
                await CreateAsync(performance, cancellationToken);
                continue;
            }

            try
            {
                return (found.Id, Protector(performance).Unprotect(found.PrivateKey));
            }
            catch (CryptographicException)
            {
                // Its data protection key is lost: it cannot sign any more, but its tickets stay valid.
                LogUnreadable(found.Id, performance.Value);
                await RetireKeyAsync(performance, cancellationToken);
            }
        }

        throw new InvalidOperationException(
            $"No readable ticket key for performance {performance}: do the instances share their data protection keys?");
    }

    private async Task<(Guid Id, byte[] PrivateKey)?> FindCurrentAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id, private_key FROM ticket_keys WHERE performance_id = @performance AND retired_at IS NULL")
            .With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetGuid("id"), await reader.GetFieldValueAsync<byte[]>("private_key", cancellationToken))
            : null;
    }

    private async Task CreateAsync(PerformanceId performance, CancellationToken cancellationToken)
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

    // The purpose includes the performance: a row copied to another performance does not decrypt.
    private IDataProtector Protector(PerformanceId performance) =>
        protection.CreateProtector("Ticketing.Tickets.PrivateKey.v1", performance.ToString());

    [LoggerMessage(LogLevel.Error, "The private key {KeyId} of performance {PerformanceId} cannot be decrypted; replacing it")]
    private partial void LogUnreadable(Guid keyId, Guid performanceId);

    private sealed record CachedKey(Guid Id, byte[] Pkcs8, DateTimeOffset Until);
}
