using System.Diagnostics;
using Npgsql;
using Ticketing.Load.Booking;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// How fast consumers of facts work through what piled up while they stood still: bookings at full speed, during which this driver keeps
/// the lock under which a consumer commits; then the time until each has passed the last fact.
/// </summary>
internal sealed class CatchUp : IScenario
{
    private const int HallSeats = 20_000;
    private const int PerSecondMax = 26_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    public string Name => "catchup";

    public string Summary => "consumers of facts after a standstill: facts applied a second, by consumer and in all";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var seconds = options.Seconds ?? 30;
        var performances = (int)Math.Ceiling((double)seconds * PerSecondMax * SeatSource.SeatsPerBooking / HallSeats);
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var season = await Season.OpenAsync(stack.Database, new Hall(HallSeats), performances, blockedPercent: 0, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);
        var tally = new BookingTally(performances, HallSeats);
        var requests = new BookingRequests(season.Hall, season.Performances, stack.App.Address, SeatSource.SeatsPerBooking, !options.WithoutKeys);

        await using var connection = await stack.Database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "select pg_advisory_lock(hashtextextended('facts-apply:' || consumer, 0)) from (select distinct consumer from fact_positions) c", cancellationToken);
        var from = await LastAsync(connection, cancellationToken);
        await BookingRun.RunAsync(
            stack, requests, new DistinctSeats(performances, HallSeats, performances), tally, options.Clients ?? 256, warmUpSeconds: 1, seconds - 1, cancellationToken);
        var last = await LastAsync(connection, cancellationToken);

        Console.WriteLine("  the consumers continue ...");
        var (clock, cpu) = (Stopwatch.StartNew(), stack.Cpu());
        await ExecuteAsync(connection, "select pg_advisory_unlock_all()", cancellationToken);
        var passed = await WaitAsync(connection, last, clock, cancellationToken);
        var (used, all) = (stack.Cpu() - cpu, passed.Values.DefaultIfEmpty().Max());

        await using var count = new NpgsqlCommand("select count(*) from outbox where txid > $1::text::xid8 and txid <= $2::text::xid8", connection)
        {
            Parameters = { new() { Value = Text(from) }, new() { Value = Text(last) } },
        };
        var facts = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        var figures = new Figures()
            .Add("facts", facts)
            .Add("bookings", tally.Bookings.Count)
            .Add("perSecond", facts / all)
            .Add("cpu.app", used.App / all, 2)
            .Add("cpu.postgres", used.Postgres / all, 2)
            .AddFault("errors", tally.Errors);
        foreach (var (consumer, time) in passed.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            figures.Add(consumer + ".seconds", time, 2);
        }

        return figures.AddAll("invariants", await Invariants.CheckAsync(stack.Database, tally.Bookings.Count, cancellationToken));
    }

    // A consumer without matching facts at the end saves its position only every few seconds, which counts against it.
    private static async Task<Dictionary<string, double>> WaitAsync(
        NpgsqlConnection connection, long last, Stopwatch clock, CancellationToken cancellationToken)
    {
        var passed = new Dictionary<string, double>();
        await using var command = new NpgsqlCommand("select consumer, min(txid) from fact_positions group by consumer", connection);
        for (var isOver = false; !isOver;)
        {
            if (clock.Elapsed > TimeLimit)
            {
                throw new InvalidOperationException("A consumer has not passed the last fact after ten minutes.");
            }

            isOver = true;
            await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await row.ReadAsync(cancellationToken))
                {
                    var isPast = row.GetInt64(1) >= last;
                    isOver &= isPast;
                    if (isPast)
                    {
                        passed.TryAdd(row.GetString(0), clock.Elapsed.TotalSeconds);
                    }
                }
            }

            await Task.Delay(Interval, cancellationToken);
        }

        return passed;
    }

    private static async Task<long> LastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Text(long transaction) => transaction.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
