using System.Diagnostics;
using Ticketing.Load.Chaos;
using Ticketing.Load.Door;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// The door of a house of 50,000: its pack, then 30 devices that scan 500 tickets a second and sync. With rounds also faults while they scan:
/// afterwards every scan must be stored once, and all counts be those of the scans.
/// </summary>
internal sealed class Door : IScenario
{
    private const int Seats = 50_000;
    private const int Gates = 10;
    private const int DevicesDefault = 30;
    private const int ScansPerSecond = 500;
    private const int ScansPerSecondAmidFaults = 100;
    private const int ExamplesShown = 5;

    private static readonly TimeSpan AroundFault = TimeSpan.FromSeconds(1.5);

    // Faults that the door's server can have; facts about sales are those of the scenario chaos.
    private static readonly FaultKind[] Kinds = [FaultKind.KillApp, FaultKind.KillPostgres, FaultKind.KillRedis, FaultKind.EmptyRedis];

    public string Name => "door";

    public string Summary => "a pack of 50,000 tickets, then 30 devices that scan 500 tickets a second; --rounds N: faults while they scan";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var stack = await LoadStack.StartAsync(options, cancellationToken, expectsFaults: options.Rounds is not null);
        Console.WriteLine("  Filling a house of 50,000 ...");
        using var house = await DoorHouse.OpenAsync(stack, Seats, Gates, options.Clients ?? DevicesDefault, cancellationToken);
        var truth = new DoorTruth(house.Tickets, new Random(options.Seed ?? Random.Shared.Next()));
        var figures = new Figures();
        await LoadPacksAsync(house, figures, cancellationToken);
        if (options.Rounds is { } rounds)
        {
            await BreakAsync(stack, house, truth, rounds, figures, cancellationToken);
        }
        else
        {
            await MeasureAsync(stack, house, truth, options, figures, cancellationToken);
        }

        var wrong = house.Devices.SelectMany(device => device.Wrong).ToList();
        foreach (var example in wrong.Take(ExamplesShown))
        {
            Console.WriteLine("  wrong response: " + example);
        }

        return figures
            .Add("scans", truth.Scans)
            .Add("changesSent", house.Devices.Sum(device => device.Changed))
            .AddFault("wrongAnswers", wrong.Count)
            .AddFault("scansNotTaken", truth.Scans - house.Devices.Sum(device => device.Taken))
            .AddAll("door", await house.CheckAsync(stack.Database, truth, cancellationToken));
    }

    private static async Task LoadPacksAsync(DoorHouse house, Figures figures, CancellationToken stop)
    {
        var table = new Table("pack", "sent", "read", "ms");
        foreach (var (kind, device) in new[] { ("codes", house.Devices[0]), ("search", house.Devices[^1]) })
        {
            var (sent, read, time) = await device.LoadPackAsync(stop);
            table.Line(kind, DoorHouse.Describe(sent), DoorHouse.Describe(read), time.TotalMilliseconds);
            figures.Add($"pack.{kind}.sentBytes", sent).Add($"pack.{kind}.readBytes", read).Add($"pack.{kind}.builtMs", time.TotalMilliseconds);
        }

        var all = await Task.WhenAll(house.Devices.Select(device => device.LoadPackAsync(stop)));
        figures.Add("pack.allDevicesMs", all.Max(each => each.Time.TotalMilliseconds));
    }

    private static async Task MeasureAsync(
        LoadStack stack, DoorHouse house, DoorTruth truth, Options options, Figures figures, CancellationToken stop)
    {
        var table = new Table("second", "scans/s", "syncs/s", "p50 ms", "p95 ms", "p99 ms", "failures", "app", "postgres", "load", "others");
        var (warmUp, seconds) = (options.WarmUpSeconds ?? 10, options.Seconds ?? 30);
        List<Histogram> begin = [];
        await new DoorRush(house.Devices, truth, ScansPerSecond).RunAsync(
            async () =>
            {
                var (last, lastScans, lastCpu) = (Copy(house), truth.Scans, stack.Cpu());
                for (var second = 1; second <= warmUp + seconds; second++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), stop);
                    var (now, scans, cpu) = (Copy(house), truth.Scans, stack.Cpu());
                    var (seen, used) = (Since(now, last), cpu - lastCpu);
                    table.Line(
                        second <= warmUp ? $"({second})" : $"{second}", scans - lastScans, seen.Count, seen.Percentile(50), seen.Percentile(95), seen.Percentile(99),
                        house.Devices.Sum(device => device.Failures), used.App, used.Postgres, used.Load, used.Others);
                    (last, lastScans, lastCpu) = (now, scans, cpu);
                    begin = second == warmUp ? now : begin;
                }
            },
            stop);
        var times = Since(Copy(house), begin.Count > 0 ? begin : [.. house.Devices.Select(_ => new Histogram())]);
        figures.Add("syncs", times.Count).Add("p50Ms", times.Percentile(50), 2).Add("p95Ms", times.Percentile(95), 2).Add("p99Ms", times.Percentile(99), 2)
            .AddFault("failures", house.Devices.Sum(device => device.Failures));
    }

    private static async Task BreakAsync(LoadStack stack, DoorHouse house, DoorTruth truth, int rounds, Figures figures, CancellationToken stop)
    {
        var table = new Table("round", "fault", "recovered s", "scans", "failures", "broken", "verdict");
        var (passed, random) = (0, new Random());
        for (var round = 1; round <= rounds; round++)
        {
            var (kind, recovered, before) = (Kinds[(round - 1) % Kinds.Length], 0.0, house.Devices.Sum(device => device.Failures));
            await new DoorRush(house.Devices, truth, ScansPerSecondAmidFaults).RunAsync(
                async () =>
                {
                    await Task.Delay(AroundFault * random.NextDouble(), stop);
                    var begin = Stopwatch.GetTimestamp();
                    await new Faults(stack, random).InjectAsync(kind, 0, stop);
                    recovered = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                    await Task.Delay(AroundFault, stop);
                },
                stop);
            var checks = await house.CheckAsync(stack.Database, truth, stop);
            var broken = checks.Faults.ToList();
            passed += broken.Count == 0 ? 1 : 0;
            table.Line(
                round, kind.ToString(), recovered, truth.Scans, house.Devices.Sum(device => device.Failures) - before,
                string.Join(' ', broken), broken.Count == 0 ? "passed" : "FAILED");
        }

        figures.Add("rounds", rounds).Add("passed", passed).AddFault("failedRounds", rounds - passed);
    }

    private static List<Histogram> Copy(DoorHouse house) => [.. house.Devices.Select(device => device.Times.Copy())];

    private static Histogram Since(IReadOnlyList<Histogram> now, IReadOnlyList<Histogram> before) => Histogram.Sum(now.Zip(before, (one, other) => one.Since(other)));
}
