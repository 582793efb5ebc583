using Ticketing.Load.Http;
using Ticketing.Load.Reading;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Reads before a purchase, each kind separately, at rising rates until the latency limit is exceeded.
/// </summary>
internal sealed class Reads : IScenario
{
    private const int ConnectionsDefault = 256;
    private const int SecondsDefault = 3;

    // Share of a rate that must be answered in time.
    private const double SustainedShare = 0.97;

    // A garbage collection or another process may spoil one attempt; a rate above capacity fails all.
    private const int AttemptsMax = 2;

    private static readonly double[] RateFactors = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

    private static readonly Kind[] Kinds =
    [
        new("listing", 3_000, 50, (_, _) => ["/api/v1/events"]),
        new("eventPage", 3_000, 50, (_, shows) => shows.Slugs.Take(50).Select(slug => "/events/" + slug)),
        new("performance", 10_000, 20, (arenas, _) => arenas.Performances.Select(id => $"/api/v1/performances/{id}")),
        new("seats", 10_000, 20, (arenas, _) => arenas.Performances.Select(id => $"/api/v1/performances/{id}/seats"), ReadRequests.Packed),
    ];

    public string Name => "reads";

    public string Summary => "listing, event page, performance, seat snapshot at rising rates; --seconds N at each rate";

    public bool IsInShortRound => true;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var stack = await LoadStack.StartAsync(options, cancellationToken);
        var arenas = await Season.OpenAsync(stack.Database, new Hall(20_000), 12, blockedPercent: 40, cancellationToken);
        var shows = await Season.OpenAsync(stack.Database, new Hall(500), 600, blockedPercent: 40, cancellationToken);
        await Season.VacuumAsync(stack.Database, cancellationToken);

        var pace = new Pace();
        using var loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < (options.Clients ?? ConnectionsDefault); i++)
        {
            loop.Add(new PacedReader(pace));
        }

        var figures = new Figures();
        var table = new Table("kind", "asked/s", "answered/s", "p50 ms", "p99 ms", "errors", "app", "postgres", "redis", "load", "others");
        foreach (var kind in Kinds)
        {
            var requests = kind.Paths(arenas, shows).Select(path => ReadRequests.Get(path, stack.App.Address, kind.Accept)).ToArray();
            await RampAsync(kind, requests, stack, loop, pace, options, table, figures, cancellationToken);
        }

        return figures.AddAll("invariants", await Invariants.CheckAsync(stack.Database, 0, cancellationToken));
    }

    /// <summary>Raises the rate until it is not sustained; reports the last sustained rate, else the lowest.</summary>
    private static async Task RampAsync(
        Kind kind, byte[][] requests, LoadStack stack, EventLoop loop, Pace pace,
        Options options, Table table, Figures figures, CancellationToken cancellationToken)
    {
        var seconds = options.IsBrief ? 1 : options.Seconds ?? SecondsDefault;
        var warmUp = options.WarmUpSeconds ?? (options.IsBrief ? 2 : 5);
        if (warmUp > 0)
        {
            await StepAsync(kind, kind.PerSecondWanted / 2, warmUp, requests, stack, loop, pace, table, isWarmUp: true, cancellationToken);
        }

        Step? kept = null;
        foreach (var rise in options.IsBrief ? RateFactors.Where(rise => rise is 0.1 or 0.5 or 1) : RateFactors)
        {
            var asked = (int)(kind.PerSecondWanted * rise);
            Step step;
            var tries = 0;
            do
            {
                step = await StepAsync(kind, asked, seconds, requests, stack, loop, pace, table, isWarmUp: false, cancellationToken);
            }
            while (!step.IsSustained && ++tries < AttemptsMax);

            kept = step.IsSustained || kept is null ? step : kept;
            if (!step.IsSustained)
            {
                break;
            }
        }

        figures
            .Add(kind.Name + ".perSecond", kept!.IsSustained ? kept.PerSecond : 0)
            .Add(kind.Name + ".p50Ms", kept.P50Ms, 2)
            .Add(kind.Name + ".p99Ms", kept.P99Ms, 2)
            .AddFault(kind.Name + ".errors", kept.Errors);
    }

    private static async Task<Step> StepAsync(
        Kind kind, int perSecond, int seconds, byte[][] requests, LoadStack stack, EventLoop loop,
        Pace pace, Table table, bool isWarmUp, CancellationToken cancellationToken)
    {
        pace.Set(requests, perSecond, seconds);
        var before = stack.Cpu();
        await loop.RunOnOwnThread(pace.Step, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var used = (stack.Cpu() - before) / pace.Seconds;
        var (answered, p99) = (pace.Times.Count / Math.Max(pace.Seconds, seconds), pace.Times.Percentile(99));
        var step = new Step(
            answered, pace.Times.Percentile(50), p99, pace.Errors, p99 <= kind.P99MsMax && answered >= perSecond * SustainedShare && pace.Errors == 0);
        table.Line(
            isWarmUp ? $"({kind.Name})" : kind.Name, perSecond, step.PerSecond, step.P50Ms, step.P99Ms, step.Errors,
            used.App, used.Postgres, used.Redis, used.Load, used.Others);
        if (pace.Errors > 0)
        {
            Console.WriteLine("  wrong response: " + pace.Example);
        }

        return step;
    }

    /// <param name="PerSecondWanted">The required rate; the tried rates are multiples of it.</param>
    /// <param name="Paths">Paths for a few large performances on sale and many small ones.</param>
    private sealed record Kind(string Name, int PerSecondWanted, double P99MsMax, Func<Season, Season, IEnumerable<string>> Paths, string Accept = "*/*");

    private sealed record Step(double PerSecond, double P50Ms, double P99Ms, long Errors, bool IsSustained);
}
