using Npgsql;
using Ticketing.Load.Report;

namespace Ticketing.Load.Stack;

/// <summary>Checks invariants of sales in PostgreSQL.</summary>
internal static class Invariants
{
    private static readonly string Sql = SqlFile.Read("invariants.sql");

    /// <summary>Violations by rule, and confirmed orders that are missing.</summary>
    /// <param name="confirmed">Orders whose confirmation a buyer received.</param>
    public static async Task<Figures> CheckAsync(NpgsqlDataSource database, long confirmed, CancellationToken cancellationToken)
    {
        var found = new Figures();
        await using (var check = database.CreateCommand(Sql))
        {
            await using var row = await check.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            for (var column = 0; column < row.FieldCount; column++)
            {
                found.AddFault(row.GetName(column), row.GetInt64(column));
            }
        }

        await using var count = database.CreateCommand("select count(*) from orders where status = 'paid'");
        return found.AddFault("promisedAndMissing", Math.Max(0, confirmed - (long)(await count.ExecuteScalarAsync(cancellationToken))!));
    }

    /// <summary>Confirmation mails that are not sent yet: postponed during a load peak, or their facts are on their way.</summary>
    public static async Task<long> OutboxWaitingAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand(
            """
            select count(*) from outbox o where o.type = 'order.paid' and not exists (select from sent_mails s where s.event_id = o.id)
            """);
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }
}
