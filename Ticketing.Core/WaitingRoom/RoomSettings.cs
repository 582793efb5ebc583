namespace Ticketing.Core.WaitingRoom;

/// <summary>Whether a performance has a waiting room.</summary>
public enum RoomMode
{
    Off,

    /// <summary>By the clock: announced, pre-queue, draw, live.</summary>
    Scheduled,

    /// <summary>It comes up by itself when arrivals outrun <see cref="RoomSettings.ArrivalsPerMinute"/>, and goes when the rush is over.</summary>
    Auto,

    /// <summary>Over: visitors are told so.</summary>
    Closed,
}

/// <summary>What somebody in the control room has said about a room that is up.</summary>
public enum RoomCommand
{
    Run,
    Pause,
    Drain,
}

/// <summary>What an organizer sets; the shop itself moves the rate between the bounds.</summary>
public sealed record RoomSettings
{
    public const int MessageLengthMax = 280;
    public const int PerMinuteMax = 60_000;
    public const int ActiveLimit = 100_000;

    public RoomMode Mode { get; init; }

    public RoomCommand Command { get; init; }

    /// <summary>From when on everybody who comes gets a lot; with <see cref="StartsAt"/> the same there is no pre-queue.</summary>
    public DateTimeOffset PreQueueAt { get; init; }

    /// <summary>The draw, and from then on people are let in.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>People let in a minute when the shop keeps up.</summary>
    public int PerMinute { get; init; } = 600;

    /// <summary>The rate does not fall below it, however the shop does.</summary>
    public int PerMinuteMin { get; init; } = 60;

    /// <summary>People who may be let in at once after a quiet moment.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>People with a pass, or with the offer of one, at the same time.</summary>
    public int ActiveMax { get; init; } = 2_000;

    /// <summary>How long a person may take to come in when it is their turn.</summary>
    public int ClaimSeconds { get; init; } = 180;

    /// <summary>How long a pass is good for.</summary>
    public int PassSeconds { get; init; } = 900;

    /// <summary>Of 100 holds so many may fail before the rate falls.</summary>
    public int FailedHoldPercent { get; init; } = 40;

    /// <summary>The slowest percent of orders may take so long before the rate falls.</summary>
    public int CheckoutMilliseconds { get; init; } = 2_000;

    /// <summary>With <see cref="RoomMode.Auto"/>: visitors of the seat map a minute from which on the room comes up.</summary>
    public int ArrivalsPerMinute { get; init; } = 1_200;

    /// <summary>What the organizer tells everybody who waits; empty for nothing.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is wrong with it, a field's name and a sentence in English that the screens translate; empty when all is well.</summary>
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
    /// What the clock and the commands ask of the room at a moment; seats, the draw, and whether one that comes up by itself is up, are
    /// left aside.
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

/// <param name="Field">The property's name.</param>
/// <param name="Sentence">What would be right.</param>
public sealed record RoomFault(string Field, string Sentence);
