using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>
/// Signs the vouchers of extras when they are first shown, as <see cref="TicketCodes"/> does with tickets: with the performance's key, over the
/// unit's id in the place of a ticket's. A scanner that knows the key tells a genuine code; the id tells that it is a voucher.
/// </summary>
public sealed class VoucherCodes(NpgsqlDataSource database, TicketIssuer issuer)
{
    private static readonly BatchTable<SignedVoucher> Signed = new BatchTable<SignedVoucher>("signed")
        .Column("id", voucher => voucher.Id)
        .Column("code", voucher => voucher.Code);

    // The first write wins: of two concurrent signatures one is stored, and both callers show it.
    private static readonly SqlScript Store = SqlScript.Of(
        """
        UPDATE order_extras e
        SET code = coalesce(e.code, s.code), key_id = coalesce(e.key_id, @key)
        FROM {{signed}} AS s
        WHERE e.id = s.id
        RETURNING e.id, e.code, e.key_id
        """,
        Signed);

    /// <summary>Signs those of a paid order's live vouchers that have no code.</summary>
    public async Task EnsureSignedAsync(Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var unsigned = order.PaidAt is null ? [] : order.LiveExtras.Where(unit => unit.HasVoucher && unit.Code is null).ToList();
        if (unsigned.Count == 0)
        {
            return;
        }

        using var signer = await issuer.SignerAsync(order.PerformanceId, cancellationToken);
        await using var store = Store.On(database)
            .With("key", signer.KeyId)
            .With(Signed, unsigned.ConvertAll(unit => new SignedVoucher(unit.Id, signer.Sign(new TicketId(unit.Id.Value)).ToString())));
        await using var stored = await store.ExecuteReaderAsync(cancellationToken);
        var byId = unsigned.ToDictionary(unit => unit.Id.Value);
        while (await stored.ReadAsync(cancellationToken))
        {
            byId[stored.GetGuid("id")].Sign(stored.GetString("code"), stored.GetGuid("key_id"));
        }
    }

    private readonly record struct SignedVoucher(OrderExtraId Id, string Code);
}
