using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>
/// Accepts an access code; see <see cref="EnterAccessCode"/>. A code whose presale opens later is accepted, so that its holder can be ready.
/// Callers limit attempts.
/// </summary>
public sealed class EnterAccessCodeHandler(NpgsqlDataSource database, ShownCodes shown, TimeProvider time)
{
    // A code works for presales of its own organization only: two organizations may have the same text.
    private const string Sql = """
        SELECT c.id, p.name, p.opens_at, p.closes_at, c.email_normalized IS NOT NULL AS needs_address, c.uses < c.uses_max AS has_uses
        FROM catalog_performances f
        LEFT JOIN access_codes c ON c.organization_id = f.organization_id AND c.code = @code AND c.revoked_at IS NULL
          AND EXISTS (SELECT FROM presale_dates d WHERE d.presale_id = c.presale_id AND d.performance_id = f.id)
        LEFT JOIN presales p ON p.id = c.presale_id
        WHERE f.id = @performance AND f.is_public
        """;

    public async Task<Outcome<EnteredCode, AccessCodeRefusal>> HandleAsync(EnterAccessCode command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var code = AccessCode.CanBe(command.Code) ? AccessCode.Normalize(command.Code) : "";
        await using var query = database.CreateCommand(Sql);
        query.With("code", code).With("performance", command.Performance.Value);
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return AccessCodeRefusal.UnknownPerformance;
        }

        if (await row.IsDBNullAsync("id", cancellationToken))
        {
            return AccessCodeRefusal.Unknown;
        }

        var closesAt = await row.GetFieldValueAsync<DateTimeOffset>("closes_at", cancellationToken);
        if (closesAt <= time.GetUtcNow())
        {
            return AccessCodeRefusal.Closed;
        }

        return row.GetBoolean("has_uses")
            ? new EnteredCode(
                await shown.ProofOfAsync(new AccessCodeId(row.GetGuid("id")), cancellationToken),
                row.GetString("name"),
                await row.GetFieldValueAsync<DateTimeOffset>("opens_at", cancellationToken),
                closesAt,
                row.GetBoolean("needs_address"))
            : AccessCodeRefusal.UsedUp;
    }
}
