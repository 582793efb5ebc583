using Npgsql;
using Ticketing.Load.Proof;

namespace Ticketing.Load.Chaos;

/// <summary>What PostgreSQL says of a round's performance when everything is quiet.</summary>
internal sealed class ChaosChecks(NpgsqlDataSource database, Guid performance, Recorder recorder)
{
    private const string StillHeldSql = "select count(*) from seats where performance_id = $1 and status = 1";
    private const string UnsoldSql = "select seat_index from seats where performance_id = $1 and status <> 2 order by seat_index";
    private const string FoundSql = "select count(*) from orders where id = any($1) and status = 'paid'";

    private readonly Guid[] _promised =
    [
        .. recorder.Attempts.ToArray().Where(attempt => attempt is { Act: SeatAct.Order, Result: SeatResult.Done }).Select(attempt => attempt.Id).Distinct(),
    ];

    /// <summary>Orders that buyers were told are confirmed.</summary>
    public int Orders => _promised.Length;

    public Task<long> StillHeldAsync(CancellationToken cancellationToken) => CountAsync(StillHeldSql, performance, cancellationToken);

    public async Task<long> PromisedAndMissingAsync(CancellationToken cancellationToken) =>
        _promised.Length - await CountAsync(FoundSql, _promised, cancellationToken);

    public async Task<IReadOnlyList<int>> UnsoldAsync(CancellationToken cancellationToken)
    {
        var seats = new List<int>();
        await using var command = Command(UnsoldSql, performance);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            seats.Add(row.GetInt32(0));
        }

        return seats;
    }

    private async Task<long> CountAsync(string sql, object parameter, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameter);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private NpgsqlCommand Command(string sql, object parameter)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
