using Npgsql;
using Ticketing.Load.Report;

namespace Ticketing.Load.Stack;

/// <summary>Asks PostgreSQL, and not the application, whether anything is wrong with what has been sold.</summary>
internal static class Invariants
{
    private static readonly string Sql = SqlFile.Read("invariants.sql");

    /// <summary>A fault for each rule, zero where it holds, and one for orders that buyers were promised and that are not there.</summary>
    /// <param name="confirmed">Orders whose confirmation a buyer has received.</param>
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

    /// <summary>Confirmation mails and the like that are still to be sent: work that the run has put off.</summary>
    public static async Task<long> OutboxWaitingAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand("select count(*) from outbox where dispatched_at is null");
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }
}
