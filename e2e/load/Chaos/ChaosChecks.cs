using Npgsql;
using Ticketing.Load.Proof;

namespace Ticketing.Load.Chaos;

/// <summary>Queries the state of a round's performance after the round.</summary>
internal sealed class ChaosChecks(NpgsqlDataSource database, Guid performance, Recorder recorder)
{
    private const string StillHeldSql = "select count(*) from seats where performance_id = $1 and status = 1";
    private const string UnsoldSql = "select seat_index from seats where performance_id = $1 and status <> 2 order by seat_index";
    private const string FoundSql = "select count(*) from orders where id = any($1) and status = 'paid'";

    private readonly Guid[] _confirmed =
    [
        .. recorder.Attempts.ToArray().Where(attempt => attempt is { Action: SeatAction.Order, Result: SeatResult.Done }).Select(attempt => attempt.Id).Distinct(),
    ];

    /// <summary>Orders whose confirmation a buyer received.</summary>
    public int Orders => _confirmed.Length;

    public Task<long> StillHeldAsync(CancellationToken cancellationToken) => CountAsync(StillHeldSql, performance, cancellationToken);

    public async Task<long> PromisedAndMissingAsync(CancellationToken cancellationToken) =>
        _confirmed.Length - await CountAsync(FoundSql, _confirmed, cancellationToken);

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
