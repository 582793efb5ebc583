using System.Diagnostics;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Holds seats; see <see cref="HoldSeats"/>. Validates without the database first. A batch's statement (<c>hold.sql</c>) guarantees that
/// a seat is held once; Redis refuses most conflicting requests before it.
/// </summary>
public sealed class HoldSeatsHandler
{
    private const int BestAttemptsMax = 6;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BudgetRetryAfter = TimeSpan.FromMinutes(1);

    private readonly SellingFactsCache _facts;
    private readonly HoldRunner _runner;
    private readonly SeatRules _rules;
    private readonly TierLimits _limits;
    private readonly BestSeats _best;
    private readonly HoldReader _holds;
    private readonly SeatProofs _proofs;
    private readonly ShopMeter _meter;
    private readonly HoldMetrics _metrics;
    private readonly PresaleGate _presales;
    private readonly InventoryOptions _options;

    internal HoldSeatsHandler(
        SellingFactsCache facts, HoldRunner runner, SeatRules rules, TierLimits limits, BestSeats best, HoldReader holds, SeatProofs proofs, ShopMeter meter,
        HoldMetrics metrics, PresaleGate presales, IOptions<InventoryOptions> options)
    {
        (_facts, _runner, _rules, _limits, _best, _holds) = (facts, runner, rules, limits, best, holds);
        (_proofs, _meter, _metrics, _presales, _options) = (proofs, meter, metrics, presales, options.Value);
    }

    /// <returns>The owner's hold with the seats, or the refusal.</returns>
    public async Task<Outcome<HeldSeats, RefusedHold>> HandleAsync(HoldSeats command, CancellationToken cancellationToken = default)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var outcome = await HoldAsync(command, cancellationToken);
        _metrics.Count(outcome, startedAt);
        return outcome;
    }

    private async Task<Outcome<HeldSeats, RefusedHold>> HoldAsync(HoldSeats command, CancellationToken cancellationToken)
    {
        var facts = await _facts.GetAsync(command.Performance, cancellationToken);
        if (facts is null)
        {
            return new RefusedHold(HoldRefusal.UnknownPerformance);
        }

        var entered = await _presales.EnterAsync(facts, command.Access, cancellationToken);
        if (!entered.Succeeded)
        {
            return entered.Refusal;
        }

        var change = new HoldChange(command.Owner, command.User, null, [], !command.OwnerIsNew, command.StillChoosing)
        {
            Request = command.Request,
            Origin = command.Origin,
        };
        var outcome = await AddAsync(entered.Value, change, command.Wish, cancellationToken);
        _meter.CountHold(
            command.Performance,
            failed: !outcome.Succeeded && outcome.Refusal.Reason is (HoldRefusal.SeatsTaken or HoldRefusal.NotEnoughSeats));
        return outcome;
    }

    /// <summary>Adds the requested seats to a new or present hold. The facts are what the buyer may hold now.</summary>
    internal Task<Outcome<HeldSeats, RefusedHold>> AddAsync(
        SellingFacts facts, HoldChange change, SeatWish wish, CancellationToken cancellationToken) =>
        wish is SeatWish.Best best
            ? HoldBestAsync(facts, change, best, cancellationToken)
            : HoldReadAsync(facts, change, wish, cancellationToken);

    /// <summary>Runs a change with resolved seats.</summary>
    internal async Task<Outcome<HeldSeats, RefusedHold>> RunAsync(
        SellingFacts facts, HoldChange change, ReadWish wish, CancellationToken cancellationToken)
    {
        if (!change.StillChoosing
            && await _rules.CheckChangeAsync(
                facts, change.Owner, change.Present, change.MayHavePresent, wish.Seats, change.Remove, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await _limits.RefuseAsync(facts, change, wish, cancellationToken) is { } tooMany)
        {
            return tooMany;
        }

        var life = TimeSpan.FromSeconds(facts.Terms.HoldSeconds);
        var answer = await _runner.RunAsync(
            new HoldBatchItem
            {
                Performance = facts.Terms.Performance,
                Owner = change.Owner,
                User = change.User,
                Target = change.Present?.Id,
                Origin = change.Origin,
                Proof = await _proofs.ReadAsync(facts.Terms.Performance, change.Owner, change.Origin?.Proof, cancellationToken),
                Life = life,
                LifeMax = (2 * life) + TimeSpan.FromSeconds(_options.PaymentSecondsMax),
                SeatsMax = facts.Terms.SeatsPerOrderMax,
                IsEntitled = change.IsEntitled,
                Add = wish.Seats,
                Remove = [.. change.Remove.Order()],
                Places = wish.Places,
                Request = change.Request,
                Deadline = Environment.TickCount64 + (1000L * _options.WaitSecondsMax),
            },
            cancellationToken);
        return answer switch
        {
            { Result: HoldResult.Repeated } => await _holds.ReadRepeatedAsync(answer.First!.Value, change.Owner, facts, cancellationToken),
            { Result: HoldResult.OverBudget, SeatsOfLine: { } seats } => new RefusedHold(HoldRefusal.OverBudget)
            {
                Proof = await _proofs.AskAsync(facts.Terms.Performance, change.Owner, seats, cancellationToken),
            },
            _ => Read(facts, answer),
        };
    }

    private static Outcome<HeldSeats, RefusedHold> Read(SellingFacts facts, HoldAnswer answer) => answer.Result switch
    {
        HoldResult.Done or HoldResult.Repeated => HoldReader.View(answer.Row!, facts),
        HoldResult.NotActive => new RefusedHold(HoldRefusal.HoldNotActive),
        HoldResult.Missing when answer.Missing.Count == 0 => new RefusedHold(HoldRefusal.NotEnoughSeats),
        HoldResult.Missing => WishReading.About(HoldRefusal.SeatsTaken, facts, answer.Missing.Select(seat => new SeatIndex(seat))),
        HoldResult.KeyReused => new RefusedHold(HoldRefusal.RequestKeyReused),
        HoldResult.OverLimit => WishReading.TooMany(facts),
        HoldResult.OverBudget => new RefusedHold(HoldRefusal.OverBudget) { RetryAfter = BudgetRetryAfter },
        HoldResult.PassTaken => new RefusedHold(HoldRefusal.PassTaken),
        HoldResult.TimeSpent => WishReading.About(HoldRefusal.HoldTimeSpent, facts, answer.Missing.Select(seat => new SeatIndex(seat))),
        HoldResult.Busy or HoldResult.Conflict or HoldResult.ExpiredNotSwept =>
            new RefusedHold(HoldRefusal.Busy) { RetryAfter = RetryAfter },
    };

    private async Task<Outcome<HeldSeats, RefusedHold>> HoldReadAsync(
        SellingFacts facts, HoldChange change, SeatWish wish, CancellationToken cancellationToken)
    {
        var read = WishReading.Read(facts, wish);
        return read.Succeeded ? await RunAsync(facts, change, read.Value, cancellationToken) : read.Refusal;
    }

    private async Task<Outcome<HeldSeats, RefusedHold>> HoldBestAsync(
        SellingFacts facts, HoldChange change, SeatWish.Best wish, CancellationToken cancellationToken)
    {
        if (WishReading.Refuse(facts, wish) is { } refused)
        {
            return refused;
        }

        for (var attempt = 0; attempt < BestAttemptsMax; attempt++)
        {
            var seats = await _best.ChooseAsync(facts, wish, attempt, change.Pool, cancellationToken);
            if (seats.Count == 0)
            {
                break;
            }

            try
            {
                // BestAvailable applies the rules to the seats that it adds; the order judges the companion seats of the whole hold.
                var outcome = await RunAsync(
                    facts, change with { StillChoosing = true }, new ReadWish(WishReading.Priced(facts, seats), null), cancellationToken);
                if (outcome.Succeeded || outcome.Refusal.Reason != HoldRefusal.SeatsTaken)
                {
                    return outcome;
                }
            }
            finally
            {
                _best.Done(facts.Terms.Performance, seats);
            }
        }

        return new RefusedHold(HoldRefusal.NotEnoughSeats);
    }
}

/// <summary>A change of a hold without the seats to add.</summary>
/// <param name="Present">The only hold to change; null: the owner's present hold or a new one.</param>
/// <param name="MayHavePresent">Whether the owner may have a hold that was not read yet.</param>
internal sealed record HoldChange(
    HoldOwner Owner, UserId? User, HoldRow? Present, IReadOnlyCollection<int> Remove, bool MayHavePresent, bool StillChoosing)
{
    public RepeatableRequest? Request { get; init; }

    public HoldOrigin? Origin { get; init; }

    /// <summary>Whether it may take seats of allotments.</summary>
    public bool IsEntitled { get; init; }

    /// <summary>The free seats of an allotment, which the best are chosen from; null: from what is on sale to the public.</summary>
    public IReadOnlySet<SeatIndex>? Pool { get; init; }
}
