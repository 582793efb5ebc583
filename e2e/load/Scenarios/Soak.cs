using System.Diagnostics;
using System.Globalization;
using Ticketing.Load.Booking;
using Ticketing.Load.Circuits;
using Ticketing.Load.Report;
using Ticketing.Load.Soak;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Mixed load on one application for minutes at a fixed rate, about a third of what two cores do: growth of memory, latency, tables and
/// dead rows.
/// </summary>
internal sealed class Soak : IScenario
{
    private const int MinutesDefault = 20;
    private const int ClientsDefault = 64;
    private const int CircuitsDefault = 1_000;
    private const int HallSeats = 20_000;
    private const long PriceCents = 1_000;

    // Seats are sold evenly in all performances; one is that of the circuits, and each of its sales a delta to all of them.
    private const int PerformancesMin = 40;

    // Beyond the measured minutes, for the checks at the end of each.
    private const int SpareSeconds = 60;

    private const double Megabyte = 1 << 20;

    public string Name => "soak";

    public string Summary => "mixed load at a fixed rate: memory, latency, tables and dead rows by the minute; --minutes N, --circuits N";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var (minutes, circuits) = (options.Minutes ?? MinutesDefault, options.Circuits ?? CircuitsDefault);
        var seconds = (minutes * 60) + SpareSeconds;
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var hall = new Hall(HallSeats);
        var (freeOnes, paidOnes) = (PerformancesFor(SoakLoad.BookingsPerSecond * seconds), PerformancesFor(SoakLoad.PaidPerSecond * seconds));
        var free = await Season.OpenAsync(stack.Database, hall, Math.Max(PerformancesMin, freeOnes), blockedPercent: 0, cancellationToken);
        var paid = await Season.OpenAsync(
            stack.Database, hall, paidOnes, blockedPercent: 0, cancellationToken, priceCents: PriceCents);
        await Season.VacuumAsync(stack.Database, cancellationToken);

        await using var viewers = new CircuitRun(stack, free, firstSeat: 0, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {circuits:#,0} circuits open ..."));
        await viewers.OpenAsync(circuits);
        await using var load = new SoakLoad(stack, free, paid, options.Clients ?? ClientsDefault, seconds, cancellationToken);
        var (clock, before, framesBefore) = (Stopwatch.StartNew(), stack.Cpu(), viewers.Updates.FramesRead);
        var seen = await WatchAsync(stack, load, minutes, clock, cancellationToken);
        var measured = clock.Elapsed.TotalSeconds;
        var (cpu, deltas) = ((stack.Cpu() - before) / measured, (viewers.Updates.FramesRead - framesBefore) / measured);
        await load.StopAsync();
        foreach (var example in load.Examples.Concat(viewers.Viewers.Examples))
        {
            Console.WriteLine("  error: " + example);
        }

        var errors = load.Errors + viewers.Viewers.Failures + (circuits - viewers.Viewers.Circuits.Count);
        var invariants = await Invariants.CheckAsync(stack.Database, load.Confirmed, cancellationToken);
        return Report(seen, load, invariants, errors, measured)
            .Add("circuits", viewers.Viewers.Circuits.Count(circuit => circuit is { IsOpen: true, IsBroken: false }))
            .Add("deltasPerSecond", deltas)
            .Add("outboxWaiting", await Invariants.OutboxWaitingAsync(stack.Database, cancellationToken))
            .Add("cpu.app", cpu.App, 2)
            .Add("cpu.postgres", cpu.Postgres, 2)
            .Add("cpu.redis", cpu.Redis, 2)
            .Add("cpu.load", cpu.Load, 2)
            .Add("cpu.others", cpu.Others, 2)
            .AddAll("invariants", invariants);
    }

    private static async Task<List<Minute>> WatchAsync(
        LoadStack stack, SoakLoad load, int minutes, Stopwatch clock, CancellationToken cancellationToken)
    {
        var table = new Table(
            "minute", "bookings/s", "p99 ms", "paid/s", "reads/s", "app MB", "app", "pg+redis", "seats MB", "holds MB", "orders MB",
            "items MB", "outbox MB", "B/booking", "dead seats", "dead holds", "errors");
        var seen = new List<Minute>();
        var start = await TableSizes.ReadAsync(stack.Database, cancellationToken);
        var (last, lastCpu, lastAt) = (load.Bookings.Copy(), stack.Cpu(), clock.Elapsed);
        var (lastPaid, lastReads) = (load.Buyers.Paid, load.Reads.Times.Count);
        for (var minute = 1; minute <= minutes; minute++)
        {
            await load.WaitAsync(TimeSpan.FromMinutes(minute) - clock.Elapsed, cancellationToken);
            var (now, cpu, at) = (load.Bookings.Copy(), stack.Cpu(), clock.Elapsed);
            var (paid, reads, passed) = (load.Buyers.Paid, load.Reads.Times.Count, (at - lastAt).TotalSeconds);
            var (bookings, used) = (now.Since(last).Bookings, (cpu - lastCpu) / passed);
            var sizes = await TableSizes.ReadAsync(stack.Database, cancellationToken);
            var each = (sizes.Bytes - start.Bytes) / (double)Math.Max(1, load.Confirmed);
            seen.Add(new Minute(bookings.Percentile(99), CpuMeter.ResidentMegabytes(stack.App.Id), sizes.Dead, each));
            table.Line(
                $"{minute}", bookings.Count / passed, seen[^1].P99Ms, (paid - lastPaid) / passed, (reads - lastReads) / passed,
                seen[^1].AppMegabytes, used.App, used.Postgres + used.Redis,
                sizes.Seats / Megabyte, sizes.Holds / Megabyte, sizes.Orders / Megabyte, sizes.OrderItems / Megabyte, sizes.Outbox / Megabyte,
                each, sizes.DeadSeats, sizes.DeadHolds, load.Errors);
            (last, lastCpu, lastAt) = (now, cpu, at);
            (lastPaid, lastReads) = (paid, reads);
        }

        return seen;
    }

    private static Figures Report(List<Minute> seen, SoakLoad load, Figures invariants, long errors, double seconds) => new Figures()
        .Add("perSecond", load.Bookings.Bookings.Count / seconds, 1)
        .Add("p99MsMinute2", seen[1].P99Ms, 2)
        .Add("p99MsLast", seen[^1].P99Ms, 2)
        .Add("appMegabytesMinute2", seen[1].AppMegabytes)
        .Add("appMegabytesLast", seen[^1].AppMegabytes)
        .Add("deadTuplesMax", seen.Max(minute => minute.DeadTuples))
        .Add("bytesPerBooking", seen[^1].BytesPerBooking)
        .AddFault("errors", errors)
        .AddFault("doubleSold", Math.Max(load.Bookings.SoldTwice, invariants["soldTwice"]))
        .Add("paidPerSecond", load.Buyers.Paid / seconds, 1)
        .Add("paidP99Ms", load.Buyers.Times.Percentile(99), 2)
        .Add("readsPerSecond", load.Reads.Times.Count / seconds, 1)
        .Add("readP99Ms", load.Reads.Times.Percentile(99), 2)
        .Add("busy", load.Busy);

    private static int PerformancesFor(int bookings) => (((bookings * SeatSource.SeatsPerBooking) - 1) / HallSeats) + 1;

    /// <param name="P99Ms">Of its free bookings.</param>
    /// <param name="BytesPerBooking">Growth of the tables since the start, by all confirmed orders.</param>
    private sealed record Minute(double P99Ms, double AppMegabytes, long DeadTuples, double BytesPerBooking);
}
