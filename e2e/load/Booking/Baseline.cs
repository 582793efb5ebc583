using System.Globalization;
using Npgsql;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Booking;

/// <summary>
/// Bookings as a naive transaction of five statements on the same PostgreSQL, driven by pgbench with prepared statements
/// and without HTTP, in a separate database.
/// </summary>
internal static class Baseline
{
    private const string Name = "baseline";
    private const int HallSeats = 20_000;

    // Upper limit for prepared seats: a client past its own range would sell seats of others.
    private const int BookingsPerSecondMax = 25_000;

    public static async Task<BaselineMeasure> MeasureAsync(LoadStack stack, int clients, int seconds, CancellationToken cancellationToken)
    {
        await RunAsync(stack.Database, $"create database {Name}", cancellationToken);
        try
        {
            var each = (BookingsPerSecondMax * seconds / clients) + 1;
            await using (var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(stack.ConnectionString) { Database = Name, Pooling = false, CommandTimeout = 300 }))
            {
                await PrepareAsync(database, clients * each * SeatSource.SeatsPerBooking, cancellationToken);
            }

            return await PgbenchAsync(stack, clients, seconds, each, cancellationToken);
        }
        finally
        {
            await RunAsync(stack.Database, $"drop database {Name} with (force)", CancellationToken.None);
        }
    }

    private static async Task PrepareAsync(NpgsqlDataSource database, int seats, CancellationToken cancellationToken)
    {
        await RunAsync(database, SqlFile.Read("baseline.sql"), cancellationToken);
        await RunAsync(
            database,
            $"insert into seats select p, i, 0, null, 0 from generate_series(0, {((seats - 1) / HallSeats) + 1}) as p, generate_series(0, {HallSeats - 1}) as i", cancellationToken);
        await RunAsync(database, "vacuum (analyze) seats", cancellationToken);
        await RunAsync(database, "checkpoint", cancellationToken);
    }

    private static async Task<BaselineMeasure> PgbenchAsync(
        LoadStack stack, int clients, int seconds, int each, CancellationToken cancellationToken)
    {
        var script = Path.Combine(stack.Directory, "baseline-booking.sql");
        await File.WriteAllTextAsync(script, SqlFile.Read("baseline-booking.sql"), cancellationToken);
        return await Pgbench.RunAsync(
            stack, Name,
            [
                "--no-vacuum", "--protocol", "prepared", "--client", Text(clients), "--jobs", Text(Math.Min(2, clients)), "--time", Text(seconds),
                "--file", script, "--define", "n=-1", "--define", $"each={Text(each)}", "--define", $"hall={Text(HallSeats)}",
            ],
            cancellationToken);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
