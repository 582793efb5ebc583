using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Ticketing.Core.WaitingRoom;
using Ticketing.Load.Http;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;
using Ticketing.Load.Waiting;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// A sale behind the waiting room with a slowed PostgreSQL: each order's insert is delayed, so that capacity falls below the
/// admission rate. The governor must lower the rate and raise it again.
/// </summary>
internal sealed class Governor : IScenario
{
    private const int People = 9_000;
    private const int Connections = 64;
    private const int PerMinute = 3_000;
    private const int CheckoutMilliseconds = 500;
    private const int SlowFrom = 20;
    private const int SlowTo = 80;
    private const int Seconds = 130;

    // Two concurrent batches: 33 orders a second at 50 admissions a second.
    private const double SecondsAnOrder = 0.06;

    // Part of the slow interval until the rate has fallen.
    private const int ReactionSeconds = 15;

    public string Name => "governor";

    public string Summary => "a sale behind the waiting room while PostgreSQL is slow; --graph FILE: an SVG of the run";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var season = await Season.OpenAsync(stack.Database, new Hall(20_000), 1, blockedPercent: 0, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2_000, UseCookies = false }) { BaseAddress = new Uri($"http://{stack.App.Address}"), Timeout = TimeSpan.FromSeconds(60) };
        var room = new WaitingRoomSetup(stack.Database, season.Performances[0], http);
        var settings = new RoomSettings
        {
            Mode = RoomMode.Scheduled,
            Command = RoomCommand.Pause,
            PreQueueAt = DateTimeOffset.FromUnixTimeSeconds(1),
            StartsAt = DateTimeOffset.FromUnixTimeSeconds(1),
            PerMinute = PerMinute,
            PerMinuteMin = PerMinute / 10,
            ActiveMax = 2_000,
            ClaimSeconds = 60,
            CheckoutMilliseconds = CheckoutMilliseconds,
        };
        await room.OpenAsync(settings, cancellationToken);
        await room.UntilAsync("paused", cancellationToken);
        var visitors = await JoinAsync(season.Performances[0], stack, cancellationToken);
        await room.ChangeAsync(settings with { Command = RoomCommand.Run }, cancellationToken);
        await room.UntilAsync("live", cancellationToken);

        var buyers = new GovernorBuyers(visitors, season.Performances[0], season.Hall, http);
        var seen = await WatchAsync(room, buyers, stack.Database, cancellationToken);
        await buyers.CompleteAsync();
        buyers.Wrong.Take(5).ToList().ForEach(wrong => Console.WriteLine("  wrong response: " + wrong));
        if (options.Graph is { } file)
        {
            var graph = new LineGraph("Admission rate under a slow database", "per second; checkout in 100 ms")
                .Shade(SlowFrom, SlowTo, "orders delayed by 60 ms")
                .Add("rate", seen.ConvertAll(second => second.Rate)).Add("admitted", seen.ConvertAll(second => second.Admitted)).Add("checkout p99", seen.ConvertAll(second => second.CheckoutMs / 100));
            await File.WriteAllTextAsync(file, graph.ToSvg(), cancellationToken);
        }

        var (before, slow, after) = (seen[5..SlowFrom], seen[(SlowFrom + ReactionSeconds)..SlowTo], seen[^15..]);
        return new Figures()
            .Add("rateBefore", before.Average(second => second.Rate), 1)
            .Add("rateSlow", slow.Average(second => second.Rate), 1)
            .Add("rateLowest", seen.Min(second => second.Rate), 1)
            .Add("rateAfter", after.Average(second => second.Rate), 1)
            .Add("checkoutP99SlowMs", slow.Select(second => second.CheckoutMs).Order().ElementAt(slow.Count / 2), 0)
            .Add("checkoutWorstMs", seen.Max(second => second.CheckoutMs), 0)
            .Add("overBoundPct", 100.0 * slow.Count(second => second.CheckoutMs > CheckoutMilliseconds) / slow.Count, 1)
            .Add("ordered", buyers.Ordered)
            .AddFault("errors", buyers.Wrong.Count)
            .AddAll("invariants", await Invariants.CheckAsync(stack.Database, buyers.Ordered, cancellationToken));
    }

    private static async Task<WaitingLoad> JoinAsync(Guid performance, LoadStack stack, CancellationToken cancellationToken)
    {
        var visitors = new WaitingLoad(People);
        using var loop = new EventLoop(stack.App.Address);
        var work = WaitingRequests.Join(visitors, performance, stack.App.Address);
        for (var i = 0; i < Connections; i++)
        {
            loop.Add(new WaitingClient(() => work));
        }

        await loop.RunOnOwnThread(_ => work.Done == People ? EventLoop.Stop : 20, cancellationToken);
        work = WaitingRequests.AskPlace(visitors, performance, stack.App.Address);
        await loop.RunOnOwnThread(_ => work.Done == People ? EventLoop.Stop : 20, cancellationToken);
        return visitors;
    }

    private static async Task<List<Second>> WatchAsync(
        WaitingRoomSetup room, GovernorBuyers buyers, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var (seen, table, clock) = (new List<Second>(), new Table("second", "rate/s", "admitted/s", "p99 ms", "orders/s"), Stopwatch.StartNew());
        for (var (second, last) = (1, 0L); second <= Seconds; second++)
        {
            if (second == SlowFrom)
            {
                await DelayOrdersAsync(database, isSlow: true, cancellationToken);
            }
            else if (second == SlowTo)
            {
                await DelayOrdersAsync(database, isSlow: false, cancellationToken);
            }

            JsonElement document;
            do
            {
                document = await room.ReadStatusAsync(cancellationToken);
                buyers.Serve(document.GetProperty("serving").GetInt64(), cancellationToken);
                await Task.Delay(100, cancellationToken);
            }
            while (clock.Elapsed.TotalSeconds < second);

            var (serving, times) = (document.GetProperty("serving").GetInt64(), buyers.TakeTimes());
            seen.Add(new Second(document.GetProperty("rate").GetDouble() / 60, serving - last, times.Count > 0 ? times.Percentile(99) : seen.LastOrDefault()?.CheckoutMs ?? 0));
            table.Line($"{second}", seen[^1].Rate, seen[^1].Admitted, seen[^1].CheckoutMs, times.Count);
            last = serving;
        }

        return seen;
    }

    private static async Task DelayOrdersAsync(NpgsqlDataSource database, bool isSlow, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(isSlow
            ? FormattableString.Invariant($"create function slow_order() returns trigger language plpgsql as $$ begin perform pg_sleep({SecondsAnOrder}); return new; end $$; create trigger slow before insert on orders for each row execute function slow_order()")
            : "drop trigger slow on orders; drop function slow_order()");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Second(double Rate, double Admitted, double CheckoutMs);
}
