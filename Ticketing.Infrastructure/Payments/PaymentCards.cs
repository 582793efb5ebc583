using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>The digits of an order's cards, separated by line breaks.</summary>
internal sealed record CardDigits(Guid Order, string Digits);

/// <summary>The cards that payments were made with, as far as they may be stored: brand and last four digits.</summary>
internal static class PaymentCards
{
    private static readonly SqlScript Read = SqlScript.Of(
        """
        SELECT p.order_id, string_agg(p.card_last4, E'\n' ORDER BY p.id) AS digits
        FROM payments p
        WHERE p.order_id = ANY (@orders) AND p.card_last4 IS NOT NULL
        GROUP BY p.order_id
        """);

    /// <returns>Orders without a known card are left out.</returns>
    public static async Task<IReadOnlyList<CardDigits>> DigitsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] orders, CancellationToken cancellationToken)
    {
        var cards = new List<CardDigits>();
        await using var command = Read.On(connection, transaction).With("orders", orders);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cards.Add(new CardDigits(reader.GetGuid("order_id"), reader.GetString("digits")));
        }

        return cards;
    }

    /// <summary>Payments whose card the provider was not asked for, the oldest first.</summary>
    public static Task<List<Payment>> UnknownAsync(TicketingDbContext db, int max, CancellationToken cancellationToken) =>
        db.Payments.AsNoTracking()
            .Where(p => p.Status == PaymentStatus.Succeeded && p.Provider == Payment.Stripe && p.CardCheckedAt == null)
            .OrderBy(p => p.CreatedAt).Take(max).ToListAsync(cancellationToken);

    /// <summary>Stores a card, or that there is none.</summary>
    public static Task<int> StoreAsync(
        TicketingDbContext db, Guid payment, PaymentCard? card, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var brand = card?.Brand;
        var digits = card is { Last4.Length: 4 } ? card.Last4 : null;
        return db.Payments.Where(p => p.Id == payment).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.CardBrand, brand).SetProperty(p => p.CardLast4, digits).SetProperty(p => p.CardCheckedAt, now),
            cancellationToken);
    }
}
