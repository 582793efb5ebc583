namespace Ticketing.Core.WaitingRoom;

/// <summary>Whether a performance has a waiting room.</summary>
public enum RoomMode
{
    Off,

    /// <summary>Scheduled: announced, pre-queue, draw, live.</summary>
    Scheduled,

    /// <summary>Activated when arrivals exceed <see cref="RoomSettings.ArrivalsPerMinute"/>, deactivated after the load peak.</summary>
    Auto,

    /// <summary>Closed for good; pages say so.</summary>
    Closed,
}

/// <summary>Manual control of an active room.</summary>
public enum RoomCommand
{
    Run,
    Pause,
    Drain,
}

/// <summary>
/// An organizer's settings. <see cref="RateGovernor"/> adapts the rate between <see cref="PerMinuteMin"/> and <see cref="PerMinute"/>.
/// </summary>
public sealed record RoomSettings
{
    public const int MessageLengthMax = 280;
    public const int PerMinuteMax = 60_000;
    public const int ActiveLimit = 100_000;

    public RoomMode Mode { get; init; }

    public RoomCommand Command { get; init; }

    /// <summary>Start of the pre-queue; equal to <see cref="StartsAt"/> for none.</summary>
    public DateTimeOffset PreQueueAt { get; init; }

    /// <summary>The time of the draw and the start of admission.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>Admissions per minute without overload.</summary>
    public int PerMinute { get; init; } = 600;

    /// <summary>The lower limit of the adapted rate.</summary>
    public int PerMinuteMin { get; init; } = 60;

    /// <summary>The maximum admissions at once after idle time.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>The maximum number of visitors with a pass or an unclaimed turn.</summary>
    public int ActiveMax { get; init; } = 2_000;

    /// <summary>The time to claim a pass once called.</summary>
    public int ClaimSeconds { get; init; } = 180;

    /// <summary>The validity of a pass.</summary>
    public int PassSeconds { get; init; } = 900;

    /// <summary>The limit of failed holds in percent, above which the rate falls.</summary>
    public int FailedHoldPercent { get; init; } = 40;

    /// <summary>The limit of the orders' p99 latency, above which the rate falls.</summary>
    public int CheckoutMilliseconds { get; init; } = 2_000;

    /// <summary>With <see cref="RoomMode.Auto"/>: the visitors of the seat map per minute above which the room is activated.</summary>
    public int ArrivalsPerMinute { get; init; } = 1_200;

    /// <summary>The organizer's message to all waiting visitors; empty for none.</summary>
    public string Message { get; init; } = "";

    /// <summary>Validation errors, empty if valid. Sentences are keys of the resource files.</summary>
    public IReadOnlyList<RoomFault> Faults()
    {
        List<RoomFault> faults = [];
        Check(PerMinute is >= 1 and <= PerMinuteMax, nameof(PerMinute), "Let in between 1 and 60,000 people per minute.");
        Check(PerMinuteMin >= 1 && PerMinuteMin <= PerMinute, nameof(PerMinuteMin), "The lowest rate is at least 1 and at most the rate.");
        Check(Burst is >= 1 and <= 10_000, nameof(Burst), "Let in between 1 and 10,000 people at once.");
        Check(ActiveMax is >= 1 and <= ActiveLimit, nameof(ActiveMax), "Between 1 and 100,000 people can be in the shop.");
        Check(ClaimSeconds is >= 10 and <= 3_600, nameof(ClaimSeconds), "Give people between 10 seconds and an hour to come in.");
        Check(PassSeconds is >= 60 and <= 14_400, nameof(PassSeconds), "A pass is valid for one minute to four hours.");
        Check(FailedHoldPercent is >= 1 and <= 100, nameof(FailedHoldPercent), "Between 1 and 100 percent of holds can fail.");
        Check(CheckoutMilliseconds is >= 50 and <= 60_000, nameof(CheckoutMilliseconds), "Between 50 milliseconds and a minute for an order.");
        Check(ArrivalsPerMinute is >= 1 and <= 1_000_000, nameof(ArrivalsPerMinute), "Between 1 and 1,000,000 visitors per minute.");
        Check(PreQueueAt <= StartsAt, nameof(PreQueueAt), "The pre-queue opens before the sale starts.");
        Check(Message.Length <= MessageLengthMax, nameof(Message), "The message has at most 280 characters.");
        Check(!Message.Any(char.IsControl), nameof(Message), "The message is one line of text.");
        return faults;

        void Check(bool isRight, string field, string sentence)
        {
            if (!isRight)
            {
                faults.Add(new RoomFault(field, sentence));
            }
        }
    }

    /// <summary>
    /// The phase by time and manual control alone, without regard to seats, the draw, and the activation of <see cref="RoomMode.Auto"/>.
    /// </summary>
    public RoomPhase PhaseAt(DateTimeOffset now) => Mode switch
    {
        RoomMode.Off => RoomPhase.Off,
        RoomMode.Closed => RoomPhase.Closed,
        RoomMode.Scheduled when now < PreQueueAt => RoomPhase.Announced,
        RoomMode.Scheduled when now < StartsAt => RoomPhase.PreQueue,
        RoomMode.Scheduled or RoomMode.Auto => Command switch
        {
            RoomCommand.Run => RoomPhase.Live,
            RoomCommand.Pause => RoomPhase.Paused,
            RoomCommand.Drain => RoomPhase.Draining,
        },
    };
}

/// <summary>A validation error.</summary>
/// <param name="Field">The property's name.</param>
/// <param name="Sentence">The violated rule, a key of the resource files.</param>
public sealed record RoomFault(string Field, string Sentence);
