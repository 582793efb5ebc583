using System.Globalization;
using Ticketing.Load.Booking;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// CPU cost of a booking by the number of performances on sale and their size. Small performances sell out quickly and are
/// replaced by the next.
/// </summary>
internal sealed class Growth : IScenario
{
    private const int PerSecondMax = 26_000;

    private static readonly (int Performances, int Seats)[] Cases =
    [
        (1, 500), (1, 5_000), (1, 50_000),
        (10, 500), (10, 5_000), (10, 50_000),
        (100, 500), (100, 5_000), (100, 50_000),
    ];

    private static readonly (int Performances, int Seats)[] BriefCases = [(1, 500), (100, 5_000)];

    public string Name => "growth";

    public string Summary => "the cost of a booking at 1, 10, 100 performances of 500, 5,000, 50,000 seats";

    public bool IsInShortRound => true;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var cases = options.IsBrief ? BriefCases : Cases;
        var figures = new Figures();
        foreach (var (performances, seats) in cases)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {performances} x {seats:#,0} seats"));
            await MeasureAsync(performances, seats, options, figures, cancellationToken);
        }

        return figures.Add("ratio", figures[Cost(cases[^1])] / figures[Cost(cases[0])], 2);
    }

    private static async Task MeasureAsync(int atOnce, int seats, Options options, Figures figures, CancellationToken cancellationToken)
    {
        var warmUp = options.WarmUpSeconds ?? (options.IsBrief ? 5 : 8);
        var seconds = options.Seconds ?? (options.IsBrief ? 3 : 5);
        var needed = (warmUp + seconds) * PerSecondMax * SeatSource.SeatsPerBooking;
        var groups = ((needed - 1) / (atOnce * seats)) + 1;
        var performances = groups * atOnce;

        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var season = await Season.OpenAsync(stack.Database, new Hall(seats), performances, blockedPercent: 0, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);
        var tally = new BookingTally(performances, seats);
        var requests = new BookingRequests(season.Hall, season.Performances, stack.App.Address, SeatSource.SeatsPerBooking, !options.WithoutKeys);
        var measured = await BookingRun.RunAsync(
            stack, requests, new DistinctSeats(performances, seats, atOnce), tally, options.Clients ?? 256, warmUp, seconds, cancellationToken);
        var memory = CpuMeter.ResidentMegabytes(stack.App.Id);
        var invariants = await Invariants.CheckAsync(stack.Database, tally.Bookings.Count, cancellationToken);

        var name = NameOf(atOnce, seats);
        figures
            .Add(name + ".perSecond", measured.PerSecond)
            .Add(name + ".p99Ms", measured.Seen.Bookings.Percentile(99), 2)
            .Add(Cost((atOnce, seats)), measured.MicrosecondsEach(measured.Cpu.Ours), 1)
            .Add(name + ".appMegabytes", memory)
            .AddFault(name + ".errors", tally.Errors)
            .AddFault(name + ".doubleSold", Math.Max(tally.SoldTwice, invariants["soldTwice"]))
            .AddFault(name + ".broken", invariants.Faults.Count());
    }

    private static string Cost((int Performances, int Seats) of) => NameOf(of.Performances, of.Seats) + ".cpuMicroseconds";

    private static string NameOf(int performances, int seats) => string.Create(CultureInfo.InvariantCulture, $"{performances}x{seats}");
}
