using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Signs tickets when they are first displayed: on a page, in a mail, by the API. The first write wins: of two concurrent signatures
/// of a ticket the database stores one, and both callers display it.
/// </summary>
public sealed class TicketCodes(NpgsqlDataSource database, TicketIssuer issuer)
{
    private static readonly BatchTable<SignedTicket> Signed = new BatchTable<SignedTicket>("signed")
        .Column("id", ticket => ticket.Id)
        .Column("code", ticket => ticket.Code);

    private static readonly SqlScript Store = SqlScript.Of(
        """
        UPDATE tickets t
        SET code = coalesce(t.code, s.code), key_id = coalesce(t.key_id, @key)
        FROM {{signed}} AS s
        WHERE t.id = s.id
        RETURNING t.id, t.code, t.key_id
        """,
        Signed);

    /// <summary>Signs those of an order's tickets that have no code and are not void.</summary>
    public async Task EnsureSignedAsync(IReadOnlyList<Ticket> tickets, CancellationToken cancellationToken)
    {
        var unsigned = tickets.Where(ticket => ticket.Code is null && ticket.Admits)
            .OrderBy(ticket => ticket.Id.Value).ToList();
        if (unsigned.Count == 0)
        {
            return;
        }

        var performance = unsigned[0].PerformanceId;
        Invariant.Holds(unsigned.TrueForAll(ticket => ticket.PerformanceId == performance));
        using var signer = await issuer.SignerAsync(performance, cancellationToken);
        await using var store = Store.On(database)
            .With("key", signer.KeyId)
            .With(Signed, unsigned.ConvertAll(ticket => new SignedTicket(ticket.Id, signer.Sign(ticket.Id).ToString())));
        await using var stored = await store.ExecuteReaderAsync(cancellationToken);
        var byId = unsigned.ToDictionary(ticket => ticket.Id.Value);
        while (await stored.ReadAsync(cancellationToken))
        {
            byId[stored.GetGuid("id")].Sign(stored.GetString("code"), stored.GetGuid("key_id"));
        }

        Invariant.Holds(unsigned.TrueForAll(ticket => ticket.Code is not null));
    }

    private readonly record struct SignedTicket(TicketId Id, string Code);
}
