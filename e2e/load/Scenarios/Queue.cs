using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.WaitingRoom;
using Ticketing.Load.Http;
using Ticketing.Load.Reading;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;
using Ticketing.Load.Waiting;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// A load peak at the waiting room: all visitors join the pre-queue, poll, are drawn and read their place; then they are
/// admitted at a set rate, claim or not, and leave.
/// </summary>
internal sealed class Queue : IScenario
{
    private const int WaitingDefault = 500_000;
    private const int ConnectionsDefault = 256;
    private const int PerMinute = 3_000;
    private const int ActiveMax = 1_000;
    private const int ClaimSeconds = 10;
    private const int PassSeconds = 600;
    private const int NoShowPercent = 10;
    private const int WarmUpSeconds = ClaimSeconds + 5;
    private const int RateSecondsDefault = 60;
    private const int JudgedRate = 20_000;

    private static readonly int[] StatusRates = [5_000, 10_000, JudgedRate, 30_000, 40_000, 50_000, 60_000];

    public string Name => "queue";

    public string Summary => "a load peak at the waiting room; --waiting N visitors, --seconds N at the set rate";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var season = await Season.OpenAsync(stack.Database, new Hall(20_000), 1, blockedPercent: 0, cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{stack.App.Address}") };
        await using var redis = await ConnectionMultiplexer.ConnectAsync(stack.RedisConnectionString + ",allowAdmin=true");
        var performance = season.Performances[0];
        var room = new WaitingRoomSetup(stack.Database, performance, http);
        var settings = new RoomSettings
        {
            Mode = RoomMode.Scheduled,
            PreQueueAt = DateTimeOffset.FromUnixTimeSeconds(0),
            StartsAt = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000),
            PerMinute = PerMinute,
            PerMinuteMin = PerMinute,
            ActiveMax = ActiveMax,
            ClaimSeconds = ClaimSeconds,
            PassSeconds = PassSeconds,
        };
        await room.OpenAsync(settings, cancellationToken);
        await room.UntilAsync("pre-queue", cancellationToken);

        var figures = new Figures();
        var visitors = new WaitingLoad(options.Waiting ?? WaitingDefault);
        using var loop = new EventLoop(stack.App.Address);
        var work = WaitingRequests.Join(visitors, performance, stack.App.Address);
        for (var i = 0; i < (options.Clients ?? ConnectionsDefault); i++)
        {
            loop.Add(new WaitingClient(() => work));
        }

        var memory = await MemoryAsync(redis);
        await WorkAsync("joins", work, stack, loop, figures, cancellationToken);
        figures.Add("redisBytesPerWaiting", (await MemoryAsync(redis) - memory) / (double)visitors.Size, 1);
        await PollAsync(performance, stack, redis, options, figures, cancellationToken);

        await room.ChangeAsync(settings with { StartsAt = DateTimeOffset.FromUnixTimeSeconds(1) }, cancellationToken);
        await room.UntilAsync("live", cancellationToken);
        work = WaitingRequests.AskPlace(visitors, performance, stack.App.Address);
        await WorkAsync("places", work, stack, loop, figures, cancellationToken);
        var places = visitors.Places.Where(place => place >= 0).ToList();
        figures.AddFault("duplicatePlaces", visitors.Size - places.Distinct().Count()).AddFault("wrongPlaces", places.Count(place => place >= visitors.Size));
        return figures.AddAll("", await AdmitAsync(performance, room, visitors, stack, http, options, cancellationToken)).AddAll(
            "invariants", await Invariants.CheckAsync(stack.Database, 0, cancellationToken));
    }

    private static async Task WorkAsync(
        string name, WaitingRequests work, LoadStack stack, EventLoop loop, Figures figures, CancellationToken cancellationToken)
    {
        var (clock, before) = (Stopwatch.StartNew(), stack.Cpu());
        var running = loop.RunOnOwnThread(
            each => work.Done == work.Visitors.Size || cancellationToken.IsCancellationRequested ? EventLoop.Stop : 20, cancellationToken);
        var table = new Table("second", name + "/s", "p99 ms", "busy", "errors");
        for (var (second, last) = (5, 0); await Task.WhenAny(running, Task.Delay(5_000, cancellationToken)) != running; second += 5)
        {
            table.Line($"{second}", (work.Done - last) / 5.0, work.Times.Percentile(99), work.Busy, work.Errors);
            last = work.Done;
        }

        await running;
        var used = (stack.Cpu() - before) / clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name}: {work.Done / clock.Elapsed.TotalSeconds:#,0}/s, app {used.App:0.00}, redis {used.Redis:0.00}, load {used.Load:0.00} cores {work.Example}"));
        figures.Add(name + "PerSecond", work.Done / clock.Elapsed.TotalSeconds).Add(name + "P99Ms", work.Times.Percentile(99), 2)
            .Add(name + "Busy", work.Busy).AddFault(name + "Errors", work.Errors);
    }

    private static async Task PollAsync(
        Guid performance, LoadStack stack, ConnectionMultiplexer redis,
        Options options, Figures figures, CancellationToken cancellationToken)
    {
        var pace = new Pace();
        using var loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < (options.Clients ?? ConnectionsDefault); i++)
        {
            loop.Add(new PacedReader(pace));
        }

        byte[][] requests = [Encoding.ASCII.GetBytes($"GET /queue/{performance}/status HTTP/1.1\r\nHost: {stack.App.Address}\r\n\r\n")];
        var table = new Table("polls/s", "answered/s", "p50 ms", "p99 ms", "errors", "app", "redis", "load", "others");
        var (best, judged, errors, polls, calls) = (0.0, 0.0, 0L, 0L, await CallsAsync(redis));
        foreach (var rate in StatusRates.Prepend(StatusRates[0]))
        {
            pace.Set(requests, rate, 4);
            var before = stack.Cpu();
            await loop.RunOnOwnThread(pace.Step, cancellationToken);
            var used = (stack.Cpu() - before) / pace.Seconds;
            var answered = pace.Times.Count / Math.Max(pace.Seconds, 4);
            table.Line($"{rate}", answered, pace.Times.Percentile(50), pace.Times.Percentile(99), pace.Errors, used.App, used.Redis, used.Load, used.Others);
            polls += pace.Times.Count;
            errors += pace.Errors;
            judged = rate == JudgedRate ? pace.Times.Percentile(99) : judged;
            best = Math.Max(best, answered);
        }

        figures.Add("statusPerSecond", best).Add("statusP99Ms", judged, 2).AddFault("statusErrors", errors)
            .Add("redisCallsPerThousandPolls", 1000.0 * (await CallsAsync(redis) - calls) / polls, 2);
    }

    private static async Task<Figures> AdmitAsync(
        Guid performance, WaitingRoomSetup room, WaitingLoad visitors, LoadStack stack,
        HttpClient http, Options options, CancellationToken cancellationToken)
    {
        var begunAt = (await room.ReadStatusAsync(cancellationToken)).GetProperty("serving").GetInt64();
        var visits = new AdmissionLoad(visitors, performance, http, NoShowPercent, TimeSpan.FromSeconds(10));
        visits.SkipTo(begunAt);
        var clock = Stopwatch.StartNew();
        var seconds = options.Seconds ?? RateSecondsDefault;
        var table = new Table("second", "serving", "admitted/s", "inside");
        for (var (next, last) = (5, 0); clock.Elapsed.TotalSeconds < WarmUpSeconds + seconds;)
        {
            var serving = (await room.ReadStatusAsync(cancellationToken)).GetProperty("serving").GetInt64();
            visits.Serve(serving, () => clock.Elapsed.TotalSeconds, cancellationToken);
            await visits.ClaimEarlyAsync(serving, cancellationToken);
            await Task.Delay(100, cancellationToken);
            if (clock.Elapsed.TotalSeconds >= next)
            {
                var count = visits.AdmittedAt.Count;
                table.Line($"{next}", serving, (count - last) / 5.0, visits.ActiveMax);
                (last, next) = (count, next + 5);
            }
        }

        var admitted = visits.AdmittedAt.Count(at => at >= WarmUpSeconds && at < WarmUpSeconds + seconds);
        await visits.CompleteAsync();
        visits.Wrong.Take(5).ToList().ForEach(wrong => Console.WriteLine("  wrong response: " + wrong));
        var perSecond = admitted / (double)seconds;
        return new Figures()
            .Add("admittedPerSecond", perSecond, 2)
            .Add("rateErrorPct", 100 * Math.Abs((perSecond * 60 / PerMinute) - 1), 2)
            .Add("insideMax", visits.ActiveMax)
            .AddFault("overAdmitted", Math.Max(0, visits.ActiveMax - ActiveMax))
            .AddFault("orderViolations", visits.OrderViolations)
            .AddFault("admittedTwice", await AdmittedTwiceAsync(stack.Database, cancellationToken))
            .Add("noShows", visits.NoShows)
            .Add("returns", visits.Returns);
    }

    // Owners with two passes that overlap in time.
    private static async Task<long> AdmittedTwiceAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select count(*) from admissions a join admissions b on b.performance_id = a.performance_id and b.owner = a.owner and b.place > a.place
            where tstzrange(a.admitted_at, coalesce(a.released_at, a.expires_at)) && tstzrange(b.admitted_at, coalesce(b.released_at, b.expires_at))
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<long> MemoryAsync(ConnectionMultiplexer redis) => long.Parse(
        await InfoAsync(redis, "memory", "used_memory_dataset"), CultureInfo.InvariantCulture);

    private static async Task<long> CallsAsync(ConnectionMultiplexer redis) => long.Parse(
        await InfoAsync(redis, "stats", "total_commands_processed"), CultureInfo.InvariantCulture);

    private static async Task<string> InfoAsync(ConnectionMultiplexer redis, string section, string field) =>
        (await redis.GetServer(redis.GetEndPoints()[0]).InfoAsync(section)).SelectMany(group => group).Single(entry => entry.Key == field).Value;
}
