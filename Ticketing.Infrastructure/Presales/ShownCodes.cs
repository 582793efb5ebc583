using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Presales;

/// <summary>A code that a client has shown.</summary>
/// <param name="EmailNormalized">The only address whose orders may use it; null: any.</param>
/// <param name="HasUses">Whether a use was left when it was read; the order decides.</param>
public sealed record ShownCode(AccessCodeId Id, PresaleId Presale, string? EmailNormalized, bool HasUses);

/// <summary>
/// Writes and reads the proofs of entered codes. A proof's signature is checked in memory, so that a forged one costs no statement; whether
/// the code is still valid is read from PostgreSQL each time, so that a revocation takes effect at once.
/// </summary>
public sealed class ShownCodes(NpgsqlDataSource database, SharedSecrets secrets)
{
    private const string Purpose = "access-codes";
    private const string Sql = """
        SELECT c.id, c.presale_id, c.email_normalized, c.uses < c.uses_max AS has_uses
        FROM access_codes c
        JOIN presale_dates d ON d.presale_id = c.presale_id
        WHERE c.id = ANY(@ids) AND d.performance_id = @performance AND c.revoked_at IS NULL
        """;

    public async ValueTask<string> ProofOfAsync(AccessCodeId code, CancellationToken cancellationToken) =>
        AccessProof.Write(code, await secrets.GetAsync(Purpose, cancellationToken));

    /// <summary>The valid codes for a performance among what a client shows, in the order shown. Codes of other performances are left out.</summary>
    /// <param name="shown">Proofs, separated by spaces; null: none.</param>
    public async ValueTask<IReadOnlyList<ShownCode>> ReadAsync(string? shown, PerformanceId performance, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(shown))
        {
            return [];
        }

        var codes = AccessProof.ReadAll(shown, await secrets.GetAsync(Purpose, cancellationToken));
        if (codes.Count == 0)
        {
            return [];
        }

        var found = new Dictionary<AccessCodeId, ShownCode>();
        await using var command = database.CreateCommand(Sql);
        command.With("ids", codes.Select(code => code.Value).ToArray()).With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = new AccessCodeId(reader.GetGuid("id"));
            found[id] = new ShownCode(
                id, new PresaleId(reader.GetGuid("presale_id")),
                await reader.IsDBNullAsync("email_normalized", cancellationToken) ? null : reader.GetString("email_normalized"), reader.GetBoolean("has_uses"));
        }

        return [.. codes.Where(found.ContainsKey).Select(code => found[code])];
    }
}
