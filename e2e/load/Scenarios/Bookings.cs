using Ticketing.Load.Booking;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Bookings a second: hold of two seats, order, confirmation with durable tickets. Then the naive transaction on the same
/// PostgreSQL. With several applications a buyer's hold and order go to different ones.
/// </summary>
internal sealed class Bookings : IScenario
{
    private const int HallSeats = 20_000;

    // Upper limit for prepared seats: a faster run fails as sold out.
    private const int PerSecondMax = 26_000;
    private const int ContendedPerSecondMax = 16_000;

    // Reads the order of each fact: the slowest consumer.
    private const string FactConsumer = "sales";

    public string Name => "bookings";

    public string Summary => "hold of two seats + free order, N clients without pauses; --contended: for the same seats; --apps N";

    public bool IsInShortRound => true;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var clients = options.Clients ?? 256;
        var warmUp = options.WarmUpSeconds ?? (options.IsBrief ? 5 : 10);
        var seconds = options.Seconds ?? (options.IsBrief ? 5 : 15);
        var bookings = (warmUp + seconds) * (options.Contended ? ContendedPerSecondMax : PerSecondMax);
        var seatsNeeded = bookings * SeatSource.SeatsPerBooking * (options.Contended ? 100.0 / HotSeats.SoldPercent : 1);
        var performances = (int)Math.Ceiling(seatsNeeded / HallSeats);

        await using var stack = await LoadStack.StartAsync(options, cancellationToken, apps: options.Apps);
        if (options.Pin && options.Apps > 1 && stack.CoreShares == 0)
        {
            Console.WriteLine("  taskset is missing: the applications are not pinned");
        }

        var season = await Season.OpenAsync(stack.Database, new Hall(HallSeats), performances, blockedPercent: 0, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);

        SeatSource source = options.Contended
            ? new HotSeats(performances, HallSeats)
            : new DistinctSeats(performances, HallSeats, performances);
        var tally = new BookingTally(performances, HallSeats);
        var requests = new BookingRequests(season.Hall, season.Performances, stack.App.Address, SeatSource.SeatsPerBooking, !options.WithoutKeys);
        var lag = new FactLag(stack.Database, FactConsumer, TimeSpan.FromSeconds(warmUp));
        BookingMeasure measured;
        await using (lag)
        {
            measured = await BookingRun.RunAsync(stack, requests, source, tally, clients, warmUp, seconds, cancellationToken);
        }

        var outbox = await Invariants.OutboxWaitingAsync(stack.Database, cancellationToken);
        var invariants = await Invariants.CheckAsync(stack.Database, tally.Bookings.Count, cancellationToken);
        var baseline = options.WithoutBaseline
            ? BaselineMeasure.None
            : await BaselineAsync(stack, clients, Math.Min(seconds, 15), cancellationToken);
        return Report(measured, tally, invariants, baseline)
            .Add("appMegabytes", stack.Apps.Sum(app => CpuMeter.ResidentMegabytes(app.Id)))
            .Add("outboxWaiting", outbox)
            .Add("factLagP50Ms", lag.P50Ms)
            .Add("factLagP99Ms", lag.P99Ms);
    }

    private static async Task<BaselineMeasure> BaselineAsync(
        LoadStack stack, int clients, int seconds, CancellationToken cancellationToken)
    {
        Console.WriteLine("  the naive transaction, by pgbench ...");

        // The applications are paused meanwhile: they would send the sale's pending mails.
        await Signals.SendAsync("STOP", stack.Apps.Select(app => app.Id));
        try
        {
            return await Baseline.MeasureAsync(stack, clients, seconds, cancellationToken);
        }
        finally
        {
            await Signals.SendAsync("CONT", stack.Apps.Select(app => app.Id));
        }
    }

    private static Figures Report(BookingMeasure measured, BookingTally tally, Figures invariants, BaselineMeasure baseline)
    {
        var (seen, cpu) = (measured.Seen, measured.Cpu / measured.Seconds);
        return new Figures()
            .Add("perSecond", measured.PerSecond)
            .Add("p50Ms", seen.Bookings.Percentile(50), 2)
            .Add("p99Ms", seen.Bookings.Percentile(99), 2)
            .Add("baselinePerSecond", baseline.PerSecond)
            .Add("ratio", baseline.PerSecond > 0 ? measured.PerSecond / baseline.PerSecond : 0, 2)
            .AddFault("doubleSold", Math.Max(tally.SoldTwice, invariants["soldTwice"]))
            .AddFault("errors", tally.Errors)
            .Add("cpu.app", cpu.App, 2)
            .Add("cpu.postgres", cpu.Postgres, 2)
            .Add("cpu.redis", cpu.Redis, 2)
            .Add("cpu.load", cpu.Load, 2)
            .Add("cpu.others", cpu.Others, 2)
            .Add("cpuMicroseconds.app", measured.MicrosecondsEach(measured.Cpu.App), 1)
            .Add("cpuMicroseconds.postgres", measured.MicrosecondsEach(measured.Cpu.Postgres), 1)
            .Add("cpuMicroseconds.redis", measured.MicrosecondsEach(measured.Cpu.Redis), 1)
            .Add("cpuMicroseconds.load", measured.MicrosecondsEach(measured.Cpu.Load), 1)
            .Add("cpuMicroseconds.servers", measured.MicrosecondsEach(measured.Cpu.Servers), 1)
            .Add("cpuMicroseconds.baseline", baseline.PostgresMicroseconds, 1)
            .Add("cpuMicroseconds.pgbench", baseline.PgbenchMicroseconds, 1)
            .Add("refusedPerSecond", seen.Refusals.Count / measured.Seconds)
            .Add("busyPerSecond", seen.Busy / measured.Seconds)
            .Add("holdP50Ms", seen.Holds.Percentile(50), 2)
            .Add("holdP99Ms", seen.Holds.Percentile(99), 2)
            .Add("orderP50Ms", seen.Orders.Percentile(50), 2)
            .Add("orderP99Ms", seen.Orders.Percentile(99), 2)
            .Add("refusalP99Ms", seen.Refusals.Percentile(99), 2)
            .AddAll("invariants", invariants);
    }
}
