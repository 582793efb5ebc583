using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>A batch item: one validated and priced hold request.</summary>
internal sealed class HoldBatchItem : IBatchItem
{
    /// <summary>The id for a new hold. Kept over retries: a hold with this id shows that an earlier attempt succeeded.</summary>
    public HoldId NewId { get; private init; } = HoldId.New();

    public required PerformanceId Performance { get; init; }

    public required HoldOwner Owner { get; init; }

    public required UserId? User { get; init; }

    /// <summary>The only hold to change; null: the owner's present hold or a new one.</summary>
    public HoldId? Target { get; init; }

    /// <summary>Where the request comes from; null: no budget limits it.</summary>
    public HoldOrigin? Origin { get; init; }

    /// <summary>The unique number of a valid proof of work; null: none.</summary>
    public byte[]? Proof { get; init; }

    /// <summary>The hold time of a new hold.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>The hold time of a new hold, extensions included.</summary>
    public required TimeSpan LifeMax { get; init; }

    /// <summary>How long the owner may still hold the seats; null: as long as everybody.</summary>
    public TimeSpan? Rest { get; set; }

    /// <summary>The hold time of a new hold within <see cref="Rest"/>.</summary>
    public TimeSpan LifeNow => Rest < Life ? Rest.Value : Life;

    /// <summary>The same, extensions included. The time to pay stays.</summary>
    public TimeSpan LifeMaxNow => Rest < 2 * Life ? Rest.Value + LifeMax - (2 * Life) : LifeMax;

    public required int SeatsMax { get; init; }

    /// <summary>Whether it may take seats of allotments.</summary>
    public bool IsEntitled { get; init; }

    /// <summary>Distinct, ascending by index.</summary>
    public IReadOnlyList<PricedSeat> Add { get; init; } = [];

    /// <summary>Ascending, disjoint from <see cref="Add"/>.</summary>
    public IReadOnlyList<int> Remove { get; init; } = [];

    public PricedPlaces? Places { get; init; }

    /// <summary>The idempotent request; null without an idempotency key.</summary>
    public RepeatableRequest? Request { get; init; }

    public required long Deadline { get; init; }

    /// <summary>By <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</summary>
    public long QueuedAt { get; set; }

    public bool MayBeCommitted { get; set; }

    public TaskCompletionSource<HoldAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnswerBusy() => Answer.TrySetResult(HoldAnswer.Busy);

    public void Fail(Exception failure) => Answer.TrySetException(failure);

    /// <summary>A copy without an answer.</summary>
    public HoldBatchItem CopyForRetry() => new()
    {
        NewId = NewId,
        Performance = Performance,
        Owner = Owner,
        User = User,
        Target = Target,
        Origin = Origin,
        Proof = Proof,
        Life = Life,
        LifeMax = LifeMax,
        SeatsMax = SeatsMax,
        IsEntitled = IsEntitled,
        Add = Add,
        Remove = Remove,
        Places = Places,
        Request = Request,
        Deadline = Deadline,
        MayBeCommitted = MayBeCommitted,
    };
}

/// <summary>A seat with its current price and fee; minor units.</summary>
internal readonly record struct PricedSeat(int Index, short Tier, long Price, long Fee);

/// <summary>Any places of an area.</summary>
/// <param name="First">The area's first index.</param>
/// <param name="Count">The number of the area's places.</param>
internal sealed record PricedPlaces(int First, int Count, int Quantity, short Tier, long Price, long Fee);

/// <summary>Result of a hold request. Values below <see cref="Busy"/> are codes of <c>hold.sql</c>.</summary>
internal enum HoldResult : short
{
    Done = 0,
    NotActive = 1,
    ExpiredNotSwept = 2,
    Missing = 3,
    OverLimit = 4,
    Conflict = 5,
    Repeated = 6,
    KeyReused = 7,
    Busy = 8,
    OverBudget = 9,
    PassTaken = 10,
    TimeSpent = 11,
}

/// <summary>Result of a hold request with its details.</summary>
/// <param name="Row">The owner's hold afterwards; null: none.</param>
/// <param name="Missing">The named seats that are unavailable.</param>
/// <param name="OnlyLocked">The missing seats are only locked by a concurrent transaction: retry.</param>
internal sealed record HoldAnswer(HoldResult Result, HoldRow? Row, IReadOnlyList<int> Missing, bool OnlyLocked)
{
    public static readonly HoldAnswer Busy = new(HoldResult.Busy, null, [], false);

    /// <summary>The hold that the first request with the same key created.</summary>
    public HoldId? First { get; init; }

    /// <summary>The holder of each missing seat; null: sold, blocked, or unknown.</summary>
    public IReadOnlyList<HoldOwner?> Holders { get; init; } = [];

    /// <summary>Without <see cref="Row"/>: the seats of the owner's active hold.</summary>
    public int[] Kept { get; init; } = [];

    /// <summary>Over a budget: the seats counted for the line where a proof of work raises it, else null.</summary>
    public int? SeatsOfLine { get; init; }

    public static HoldAnswer Taken(IReadOnlyList<int> seats) => new(HoldResult.Missing, null, seats, false);
}

/// <summary>An active hold as stored.</summary>
internal sealed record HoldRow(
    HoldId Id,
    PerformanceId Performance,
    int[] Seats,
    short[] Tiers,
    long[] Prices,
    long[] Fees,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ExpiresHardAt,
    bool Extended)
{
    /// <summary>JSON; null: not read. Statements that hold seats do not read it.</summary>
    public string? Reductions { get; init; }
}
