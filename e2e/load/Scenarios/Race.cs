using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Proof;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Ten thousand connected buyers request a hundred seats in one burst, a hundred for each. Winners order their seat.
/// </summary>
internal sealed class Race : IScenario
{
    private const int Seats = 100;
    private const int BuyersDefault = 10_000;

    // File descriptors of the servers and the program.
    private const int OtherFiles = 500;

    // Requests sent between reads of responses, so that responses do not wait for the driver.
    private const int AtOnce = 32;
    private const int GiveUpSeconds = 60;
    private const int FaultsShown = 3;

    private const int WarmUpHall = 20_000;
    private const int WarmUpClients = 64;
    private const int WarmUpPerSecondMax = 26_000;

    public string Name => "race";

    public string Summary => "10,000 buyers for 100 seats in one burst; --clients N, --spread MS: arrival time";

    public bool IsInShortRound => true;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var buyers = Math.Min(options.Clients ?? BuyersDefault, FilesMax() - OtherFiles);
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var season = await Season.OpenAsync(stack.Database, new Hall(Seats), 1, blockedPercent: 0, cancellationToken);
        var warmed = await WarmUpAsync(stack, options.WarmUpSeconds ?? (options.IsBrief ? 5 : 10), cancellationToken);
        await ReadSeatsAsync(stack, season, cancellationToken);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {buyers:#,0} buyers connect ..."));
        var tally = new BookingTally(1, Seats);
        var requests = new BookingRequests(season.Hall, season.Performances, stack.App.Address, 1, !options.WithoutKeys);
        var recorder = new Recorder(2 * buyers);
        using var loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < buyers; i++)
        {
            loop.Add(new RaceBuyer(requests, i % Seats, tally, recorder));
        }

        var start = new BurstStart(loop.Clients.Cast<RaceBuyer>().ToArray(), options.SpreadMs ?? 0, GiveUpSeconds);
        await loop.RunOnOwnThread(start.Step, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var example in tally.Examples)
        {
            Console.WriteLine("  wrong response: " + example);
        }

        var invariants = await Invariants.CheckAsync(stack.Database, warmed + tally.Bookings.Count, cancellationToken);
        var proof = await SeatProof.JudgeAsync(recorder, Seats, stack.Database, season.Performances[0], TimeSpan.Zero, cancellationToken);
        foreach (var fault in proof.Faults.Take(FaultsShown))
        {
            Console.WriteLine("  not linearizable: " + fault);
        }

        return new Figures()
            .Add("sold", await SoldAsync(stack.Database, season.Performances[0], cancellationToken))
            .AddFault("notSold", Seats - tally.Bookings.Count)
            .AddFault("doubleSold", Math.Max(tally.SoldTwice, invariants["soldTwice"]))
            .AddFault("unlinearizable", proof.Faults.Count)
            .AddFault("serverErrors", tally.Errors)
            .AddFault("unanswered", loop.Waiting)
            .Add("buyers", buyers)
            .Add("rejectP50Ms", tally.Refusals.Percentile(50), 2)
            .Add("rejectP99Ms", tally.Refusals.Percentile(99), 2)
            .Add("winP99Ms", tally.Bookings.Percentile(99), 2)
            .Add("burstMs", start.SentMs, 1)
            .Add("allAnsweredMs", start.AnsweredMs, 1)
            .AddAll("invariants", invariants);
    }

    private static async Task<long> WarmUpAsync(LoadStack stack, int seconds, CancellationToken cancellationToken)
    {
        var performances = (seconds * WarmUpPerSecondMax * SeatSource.SeatsPerBooking / WarmUpHall) + 1;
        var season = await Season.OpenAsync(stack.Database, new Hall(WarmUpHall), performances, blockedPercent: 0, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);
        var tally = new BookingTally(performances, WarmUpHall);
        var requests = new BookingRequests(season.Hall, season.Performances, stack.App.Address, SeatSource.SeatsPerBooking, withKeys: true);
        await BookingRun.RunAsync(
            stack, requests, new DistinctSeats(performances, WarmUpHall, performances), tally, WarmUpClients, seconds, 0, cancellationToken);
        return tally.Bookings.Count;
    }

    /// <summary>Reads the seats once before the sale.</summary>
    private static async Task ReadSeatsAsync(LoadStack stack, Season season, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{stack.App.Address}") };
        await http.GetStringAsync(new Uri($"/api/v1/performances/{season.Performances[0]}/seats", UriKind.Relative), cancellationToken);
    }

    private static async Task<long> SoldAsync(NpgsqlDataSource database, Guid performance, CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand("select count(*) from seats where performance_id = $1 and status = 2");
        count.Parameters.Add(new NpgsqlParameter { Value = performance });
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private static int FilesMax() => File.ReadLines("/proc/self/limits")
        .Where(line => line.StartsWith("Max open files", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture))
        .Single();

    /// <summary>Starts the buyers and waits for the last response.</summary>
    private sealed class BurstStart(RaceBuyer[] buyers, int spreadMs, int giveUpSeconds)
    {
        private int _started;
        private long _startedAt;

        public double SentMs { get; private set; }

        public double AnsweredMs { get; private set; }

        public int Step(EventLoop loop)
        {
            _startedAt = _startedAt == 0 ? Stopwatch.GetTimestamp() : _startedAt;
            var passedMs = Stopwatch.GetElapsedTime(_startedAt).TotalMilliseconds;
            var due = spreadMs == 0 ? buyers.Length : (int)Math.Min(buyers.Length, (buyers.Length * passedMs / spreadMs) + 1);
            for (var i = 0; i < AtOnce && _started < due; i++)
            {
                buyers[_started++].Go(loop);
            }

            if (_started < buyers.Length)
            {
                return _started < due ? 0 : 1;
            }

            SentMs = SentMs == 0 ? passedMs : SentMs;
            AnsweredMs = passedMs;
            return loop.Waiting == 0 || passedMs > giveUpSeconds * 1000.0 ? EventLoop.Stop : 1;
        }
    }
}
