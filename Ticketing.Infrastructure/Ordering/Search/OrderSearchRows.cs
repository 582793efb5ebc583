using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Search;

/// <summary>Writes the rows of <c>order_search</c>, in the caller's transaction. A repeat changes nothing.</summary>
internal static class OrderSearchRows
{
    // "find" in ASCII.
    private const long WriterLock = 0x66696e64;

    private static readonly BatchTable<CardDigits> Cards = new BatchTable<CardDigits>("cards")
        .Column("order_id", card => card.Order)
        .Column("digits", card => card.Digits);

    private static readonly SqlScript Write = SqlScript.Load("order-search-write.sql", Cards);

    /// <summary>
    /// Reads the orders as they are now and replaces their rows. There is one writer at a time, until the end of its transaction: a writer
    /// that has read an order before its buyer was erased does not write after that.
    /// </summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] orders, CancellationToken cancellationToken)
    {
        if (orders.Length == 0)
        {
            return;
        }

        await using (var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@key)", connection, transaction))
        {
            await locking.With("key", WriterLock).ExecuteNonQueryAsync(cancellationToken);
        }

        var cards = await PaymentCards.DigitsAsync(connection, transaction, orders, cancellationToken);
        await using var command = Write.On(connection, transaction).With("orders", orders).With(Cards, cards);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
