using System.Globalization;
using Ticketing.Load.Chaos;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Sales on two instances, each round with one injected fault. Proves from the recorded responses and PostgreSQL that no seat was
/// sold twice and none is lost. See <see cref="ChaosRound"/>.
/// </summary>
internal sealed class Chaos : IScenario
{
    private const int RoundsDefault = 30;
    private const int BuyersDefault = 60;
    private const int Seats = 100;
    private const int FaultsShown = 3;

    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    public string Name => "chaos";

    public string Summary => "sales while servers are killed, emptied and paused; proves that no seat is sold twice; --rounds N, --seed S";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var seed = options.Seed ?? Random.Shared.Next();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  seed {seed}"));
        var random = new Random(seed);
        await using var stack = await LoadStack.StartAsync(options, cancellationToken, expectsFaults: true);
        await stack.StartAppAsync(cancellationToken);
        var hall = new Hall(Seats);
        var table = new Table("round", "fault", "recovered s", "requests", "unknown", "orders", "late ms", "unexpected", "broken", "seatsLost", "verdict");
        var results = new List<ChaosResult>();
        var (invariants, facts, brokenSoFar, passed) = (new Figures(), new Figures(), 0.0, 0);
        for (var round = 1; round <= (options.Rounds ?? RoundsDefault); round++)
        {
            var result = await new ChaosRound(stack, hall, Kinds[(round - 1) % Kinds.Length], new Random(random.Next()), options.Clients ?? BuyersDefault).RunAsync(cancellationToken);
            results.Add(result);
            invariants = await Invariants.CheckAsync(stack.Database, results.Sum(each => each.Orders), cancellationToken);
            facts = await FactChecks.CheckAsync(stack.Database, cancellationToken);
            var broken = invariants.Faults.Sum(name => invariants[name]) + facts.Faults.Sum(name => facts[name]);
            var hasPassed = result.HasPassed && broken == brokenSoFar;
            passed += hasPassed ? 1 : 0;
            table.Line(
                round, Word(result.Kind), result.RecoveredAfter, result.Proof.Requests, result.Proof.Unknown, result.Orders, result.Proof.RefusedLateMs,
                result.Unexpected.Count, broken - brokenSoFar, result.Lost, hasPassed ? "passed" : "FAILED");
            brokenSoFar = broken;
            await ReportFaultsAsync(result, options, seed, round, cancellationToken);
        }

        return Report(results, passed, invariants).AddAll("facts", facts);
    }

    private static Figures Report(List<ChaosResult> results, int passed, Figures invariants)
    {
        var figures = new Figures()
            .Add("rounds", results.Count)
            .Add("passed", passed)
            .AddFault("doubleSold", Math.Max(results.Sum(result => result.Proof.SoldTwice), invariants["soldTwice"]))
            .AddFault("paidWithoutSeats", invariants["ordersWithoutSeats"] + invariants["ordersWithoutItems"])
            .AddFault("seatsLost", results.Sum(result => result.Lost))
            .AddFault("unlinearizable", results.Sum(result => result.Proof.Faults.Count))
            .AddFault("heldTooLong", results.Sum(result => result.HeldTooLong))
            .AddFault("promisedAndMissing", results.Sum(result => result.PromisedAndMissing))
            .AddFault("strangeAnswers", results.Sum(result => result.Unexpected.Count))
            .Add("unknownOutcomes", results.Sum(result => result.Proof.Unknown))
            .Add("requests", results.Sum(result => result.Proof.Requests))
            .Add("orders", results.Sum(result => result.Orders))
            .Add("refusedLateMs", results.Max(result => result.Proof.RefusedLateMs), 1);
        foreach (var kind in Kinds)
        {
            figures
                .Add($"{Word(kind)}.rounds", results.Count(result => result.Kind == kind))
                .Add($"{Word(kind)}.unknownOutcomes", results.Where(result => result.Kind == kind).Sum(result => result.Proof.Unknown));
        }

        return figures.AddAll("invariants", invariants);
    }

    /// <summary>Prints faults and writes all of them to a file outside the run's directory.</summary>
    private static async Task ReportFaultsAsync(ChaosResult result, Options options, int seed, int round, CancellationToken cancellationToken)
    {
        foreach (var unexpected in result.Unexpected.Examples)
        {
            Console.WriteLine("  unexpected response: " + unexpected);
        }

        foreach (var fault in result.Proof.Faults.Take(FaultsShown))
        {
            Console.WriteLine("  not linearizable: " + fault);
        }

        if (result.Proof.Faults.Count > 0)
        {
            var file = Path.Combine(options.DataDirectory, string.Create(CultureInfo.InvariantCulture, $"ticketing-chaos-{seed}-{round}.txt"));
            await File.WriteAllLinesAsync(file, result.Proof.Faults, cancellationToken);
            Console.WriteLine("  written to " + file);
        }
    }

    private static string Word(FaultKind kind) => kind switch
    {
        FaultKind.KillApp => "killApp",
        FaultKind.KillRedis => "killRedis",
        FaultKind.EmptyRedis => "emptyRedis",
        FaultKind.KillPostgres => "killPostgres",
        FaultKind.PauseApp => "pauseApp",
        FaultKind.KillFacts => "killFacts",
    };
}
