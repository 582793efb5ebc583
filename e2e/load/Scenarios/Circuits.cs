using System.Globalization;
using Npgsql;
using Ticketing.Load.Circuits;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Thousands of circuits show one hall's seats while 200 seats a second are sold: memory per circuit, latency of a change to all
/// of them, and missed changes.
/// </summary>
internal sealed class Circuits : IScenario
{
    private const int CircuitsDefault = 5_000;
    private const int CircuitsBrief = 500;
    private const int WarmUpCircuits = 100;
    private const int HallSeats = 20_000;
    private const int SeatsInStep = 1_000;
    private const double Kilobyte = 1024;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public string Name => "circuits";

    public string Summary => "5,000 live seat maps while 200 seats a second are sold; --circuits N";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var (wanted, warmUp, seconds) = (options.Circuits ?? (options.IsBrief ? CircuitsBrief : CircuitsDefault), options.WarmUpSeconds ?? 10, options.Seconds ?? 20);
        var heap = new HeapProbe();
        await using var stack = await LoadStack.StartAsync(options, cancellationToken, moreSettings: heap.Settings);
        var needed = (warmUp + seconds + 1) * Seller.SeatsPerSecond;
        var season = await Season.OpenAsync(
            stack.Database, new Hall(Math.Max(HallSeats, (needed / SeatsInStep + 1) * SeatsInStep)),
            1, blockedPercent: 0, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);
        var (firstSeat, warmed) = await WarmUpAsync(stack, season, warmUp, cancellationToken);

        var empty = await MemoryAsync(stack, heap, cancellationToken);
        await using var run = new CircuitRun(stack, season, firstSeat, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {wanted:#,0} circuits open ..."));
        var opened = await run.OpenAsync(wanted);
        var (before, framesBefore) = (stack.Cpu(), run.Updates.FramesRead);
        var table = new Table("second", "deltas/s", "p50 ms", "p99 ms", "app", "postgres", "redis", "load", "others");
        var (last, lastCpu, lastFrames) = (run.Updates.Times.Copy(), before, framesBefore);
        await run.SellAsync(seconds, second =>
        {
            var (now, cpu, frames) = (run.Updates.Times.Copy(), stack.Cpu(), run.Updates.FramesRead);
            var (seen, used) = (now.Since(last), cpu - lastCpu);
            table.Line(
                $"{second}", (double)(frames - lastFrames), seen.Percentile(50), seen.Percentile(99),
                used.App, used.Postgres, used.Redis, used.Load, used.Others);
            (last, lastCpu, lastFrames) = (now, cpu, frames);
        });
        var (cpuUsed, framesRead) = ((stack.Cpu() - before) / seconds, run.Updates.FramesRead - framesBefore);
        await run.WaitForFramesAsync();
        var full = await MemoryAsync(stack, heap, cancellationToken);
        Print(run);

        var count = Math.Max(1, run.Viewers.Open);
        var views = run.Viewers.Circuits.Select(circuit => circuit.View).ToList();
        return new Figures()
            .Add("circuits", run.Viewers.Open)
            .Add("kbPerCircuit", (full.Alive - empty.Alive) / Kilobyte / count, 1)
            .Add("residentKbPerCircuit", (full.ResidentMegabytes - empty.ResidentMegabytes) * Kilobyte / count, 1)
            .Add("deltaP50Ms", run.Updates.Times.Percentile(50), 1)
            .Add("deltaP99Ms", run.Updates.Times.Percentile(99), 1)
            .Add("fromRequestP50Ms", run.Updates.TimesFromRequest.Percentile(50), 1)
            .Add("fromRequestP99Ms", run.Updates.TimesFromRequest.Percentile(99), 1)
            .AddFault("missedDeltas", await MissedAsync(stack.Database, season, run, cancellationToken))
            .Add("restarts", views.Sum(view => view.Restarts))
            .Add("opensPerSecond", run.Viewers.Open / opened, 1)
            .AddFault("errors", run.Viewers.Failures + run.Seller.Errors + (wanted - run.Viewers.Circuits.Count))
            .Add("seatsPerSecond", run.Seller.Sold * Seller.SeatsPerBooking / (double)seconds, 1)
            .Add("deltasPerSecond", framesRead / (double)seconds)
            .Add("microsecondsPerDelta", cpuUsed.App * seconds * 1e6 / Math.Max(1, framesRead), 1)
            .Add("cpu.app", cpuUsed.App, 2)
            .Add("cpu.postgres", cpuUsed.Postgres, 2)
            .Add("cpu.redis", cpuUsed.Redis, 2)
            .Add("cpu.load", cpuUsed.Load, 2)
            .Add("cpu.others", cpuUsed.Others, 2)
            .Add("appMegabytes", full.ResidentMegabytes)
            .AddAll("invariants", await Invariants.CheckAsync(stack.Database, warmed + run.Seller.Sold, cancellationToken));
    }

    /// <summary>Runs everything once with a few circuits and disconnects them.</summary>
    private static async Task<(int NextSeat, int Sold)> WarmUpAsync(
        LoadStack stack, Season season, int seconds, CancellationToken cancellationToken)
    {
        await using var run = new CircuitRun(stack, season, 0, cancellationToken);
        await run.OpenAsync(WarmUpCircuits);
        await run.SellAsync(seconds, _ => { });
        await run.WaitForFramesAsync();
        await run.DisconnectAsync();
        Print(run);
        return (run.Seller.NextSeat, run.Seller.Sold);
    }

    // Resident memory first: a forced collection returns memory that the application would keep.
    private static async Task<(long Alive, double ResidentMegabytes)> MemoryAsync(
        LoadStack stack, HeapProbe heap, CancellationToken cancellationToken)
    {
        await Task.Delay(Rest, cancellationToken);
        var resident = CpuMeter.ResidentMegabytes(stack.App.Id);
        return (await heap.BytesAsync(cancellationToken), resident);
    }

    private static async Task<long> MissedAsync(
        NpgsqlDataSource database, Season season, CircuitRun run, CancellationToken cancellationToken)
    {
        var truth = new byte[season.Hall.Seats];
        await using (var seats = database.CreateCommand("select seat_index, status from seats where performance_id = $1"))
        {
            seats.Parameters.Add(new NpgsqlParameter { Value = season.Performances[0] });
            await using var row = await seats.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                truth[row.GetInt32(0)] = (byte)row.GetInt16(1);
            }
        }

        return run.Updates.MissedBy(run.Viewers.Circuits.Where(circuit => circuit.IsOpen).Select(circuit => circuit.View), truth);
    }

    private static void Print(CircuitRun run)
    {
        foreach (var example in run.Viewers.Examples.Concat(run.Seller.Examples))
        {
            Console.WriteLine("  error: " + example);
        }
    }
}
