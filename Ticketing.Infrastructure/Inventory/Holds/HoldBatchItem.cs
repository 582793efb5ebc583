using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>One buyer's wish, validated and priced, on its way through a batch.</summary>
internal sealed class HoldWork : IBatched
{
    /// <summary>The id of the hold that is made when the owner has none. Kept over retries: it tells that a lost answer was a yes.</summary>
    public HoldId NewId { get; private init; } = HoldId.New();

    public required PerformanceId Performance { get; init; }

    public required HoldOwner Owner { get; init; }

    public required UserId? User { get; init; }

    /// <summary>Only this hold may be changed; null: the owner's, or a new one.</summary>
    public HoldId? Target { get; init; }

    /// <summary>How long a new hold lives, and at most.</summary>
    public required TimeSpan Life { get; init; }

    public required TimeSpan LifeMax { get; init; }

    public required int SeatsMax { get; init; }

    /// <summary>Ascending by index, no index twice.</summary>
    public IReadOnlyList<PricedSeat> Add { get; init; } = [];

    /// <summary>Ascending, none of <see cref="Add"/>.</summary>
    public IReadOnlyList<int> Remove { get; init; } = [];

    public PricedPlaces? Places { get; init; }

    /// <summary>The request that asks for it, where its sender may repeat it.</summary>
    public RepeatableRequest? Request { get; init; }

    public required long Deadline { get; init; }

    public bool MayBeDone { get; set; }

    public TaskCompletionSource<HoldAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnswerBusy() => Answer.TrySetResult(HoldAnswer.Busy);

    public void Fail(Exception failure) => Answer.TrySetException(failure);

    /// <summary>The same work without its answer.</summary>
    public HoldWork Afresh() => new()
    {
        NewId = NewId,
        Performance = Performance,
        Owner = Owner,
        User = User,
        Target = Target,
        Life = Life,
        LifeMax = LifeMax,
        SeatsMax = SeatsMax,
        Add = Add,
        Remove = Remove,
        Places = Places,
        Request = Request,
        Deadline = Deadline,
        MayBeDone = MayBeDone,
    };
}

/// <summary>A seat at the price it gets if it is held; minor units.</summary>
internal readonly record struct PricedSeat(int Index, short Tier, long Price, long Fee);

/// <summary>Any places of an area.</summary>
/// <param name="First">The area's first index.</param>
/// <param name="Count">The area's places.</param>
internal sealed record PricedPlaces(int First, int Count, int Quantity, short Tier, long Price, long Fee);

/// <summary>What became of it. All but the last are the numbers of <c>hold.sql</c>.</summary>
internal enum HoldResult : short
{
    Done = 0,
    Gone = 1,
    OverNotSwept = 2,
    Missing = 3,
    OverLimit = 4,
    Again = 5,
    Repeated = 6,
    KeyReused = 7,
    Busy = 8,
}

/// <param name="Row">The owner's hold after it; null when there is none.</param>
/// <param name="Missing">The named seats that were not to be had.</param>
/// <param name="OnlyLocked">Nothing is taken for good: somebody else's transaction was at it, try again.</param>
internal sealed record HoldAnswer(HoldResult Result, HoldRow? Row, IReadOnlyList<int> Missing, bool OnlyLocked)
{
    public static readonly HoldAnswer Busy = new(HoldResult.Busy, null, [], false);

    /// <summary>The hold that the same request has made before.</summary>
    public HoldId? First { get; init; }

    /// <summary>Who holds each of the missing seats; null: nobody (it is sold or blocked), or it is not known.</summary>
    public IReadOnlyList<HoldOwner?> Holders { get; init; } = [];

    /// <summary>Without <see cref="Row"/>: the seats that the owner has all the same.</summary>
    public int[] Kept { get; init; } = [];

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
    bool Extended);
