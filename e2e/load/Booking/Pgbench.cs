using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Booking;

/// <summary>Results of the baseline.</summary>
/// <param name="PerSecond">Transactions per second, without the time to connect.</param>
/// <param name="PostgresMicroseconds">CPU time of PostgreSQL's processes per transaction, also of those that have ended.</param>
/// <param name="PgbenchMicroseconds">CPU time of pgbench itself per transaction.</param>
internal sealed record BaselineMeasure(double PerSecond, double PostgresMicroseconds, double PgbenchMicroseconds)
{
    public static readonly BaselineMeasure None = new(0, 0, 0);
}

/// <summary>Runs pgbench on a database of the measured PostgreSQL.</summary>
/// <remarks>
/// CPU times are taken at pgbench's reports, one a second, from the first to the last: at the first all clients are connected and
/// their statements prepared. Runs with fewer than two reports have none.
/// </remarks>
internal static class Pgbench
{
    private const string ReportStart = "progress: ";

    /// <exception cref="InvalidOperationException">pgbench failed.</exception>
    public static async Task<BaselineMeasure> RunAsync(
        LoadStack stack, string database, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(stack.ConnectionString);
        var start = new ProcessStartInfo(
            Path.Combine(stack.PostgresPrograms, "pgbench"),
            ["--progress", "1", .. arguments, "--host", connection.Host!, "--username", connection.Username!, database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var pgbench = Process.Start(start) ?? throw new InvalidOperationException("pgbench did not start.");
        var output = pgbench.StandardOutput.ReadToEndAsync(cancellationToken);
        var (samples, errors) = (new List<Sample>(), new List<string>());
        while (await pgbench.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(ReportStart, StringComparison.Ordinal))
            {
                errors.Add(line);
            }
            else if (Read(line, stack.PostgresProcess, pgbench.Id) is { PgbenchCpu: > 0 } sample)
            {
                samples.Add(sample);
            }
        }

        var tps = (await output).Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal));
        await pgbench.WaitForExitAsync(cancellationToken);
        return pgbench.ExitCode == 0 && tps is not null
            ? Measure(double.Parse(tps.Split(' ')[2], CultureInfo.InvariantCulture), samples)
            : throw new InvalidOperationException("pgbench failed: " + string.Join('\n', errors));
    }

    private static BaselineMeasure Measure(double perSecond, List<Sample> samples)
    {
        if (samples.Count < 2)
        {
            return new BaselineMeasure(perSecond, 0, 0);
        }

        var transactions = samples.Zip(samples.Skip(1), (before, after) => after.PerSecond * (after.Seconds - before.Seconds)).Sum();
        return new BaselineMeasure(
            perSecond,
            CpuSeconds.MicrosecondsEach(samples[^1].PostgresCpu - samples[0].PostgresCpu, transactions),
            CpuSeconds.MicrosecondsEach(samples[^1].PgbenchCpu - samples[0].PgbenchCpu, transactions));
    }

    // progress: 1.0 s, 2361.0 tps, lat 41.903 ms stddev 3.220, 0 failed
    private static Sample Read(string line, int postgres, int pgbench)
    {
        var words = line.Split(' ');
        var meter = new CpuMeter();
        return new Sample(
            double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[3], CultureInfo.InvariantCulture),
            meter.Seconds(postgres), meter.Seconds(pgbench));
    }

    /// <param name="Seconds">Since the start of the benchmark.</param>
    /// <param name="PerSecond">Transactions per second since the previous report.</param>
    /// <param name="PgbenchCpu">CPU seconds; 0: the process has ended.</param>
    private sealed record Sample(double Seconds, double PerSecond, double PostgresCpu, double PgbenchCpu);
}
