using Npgsql;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>
/// Signs tickets when they are first shown: on a page, in the mail, at the API. Whoever comes first decides: of two that sign the
/// same ticket at once the database keeps one code, and both show that one.
/// </summary>
public sealed class TicketCodes(NpgsqlDataSource database, TicketIssuer issuer)
{
    private const string KeepSql = """
        UPDATE tickets t
        SET code = coalesce(t.code, s.code), key_id = coalesce(t.key_id, $3)
        FROM unnest($1::uuid[], $2::text[]) AS s(id, code)
        WHERE t.id = s.id
        RETURNING t.id, t.code, t.key_id
        """;

    /// <summary>Gives each of an order's tickets its code.</summary>
    public async Task EnsureSignedAsync(IReadOnlyList<Ticket> tickets, CancellationToken stop)
    {
        var unsigned = tickets.Where(ticket => ticket.Code is null && ticket.Status != TicketStatus.Void).OrderBy(ticket => ticket.Id.Value).ToList();
        if (unsigned.Count == 0)
        {
            return;
        }

        var performance = unsigned[0].PerformanceId;
        Invariant.Holds(unsigned.TrueForAll(ticket => ticket.PerformanceId == performance));
        using var signer = await issuer.SignerAsync(performance, stop);
        await using var keep = database.CreateCommand(KeepSql);
        keep.Add([.. unsigned.Select(ticket => ticket.Id.Value)]).Add([.. unsigned.Select(ticket => signer.Sign(ticket.Id).ToString())]).Add(signer.KeyId);
        await using var kept = await keep.ExecuteReaderAsync(stop);
        var byId = unsigned.ToDictionary(ticket => ticket.Id.Value);
        while (await kept.ReadAsync(stop))
        {
            byId[kept.GetGuid(0)].Sign(kept.GetString(1), kept.GetGuid(2));
        }

        Invariant.Holds(unsigned.TrueForAll(ticket => ticket.Code is not null));
    }
}
