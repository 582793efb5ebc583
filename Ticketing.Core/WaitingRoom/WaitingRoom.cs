using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>The waiting room of a performance: its settings and the seed of its draw. <see cref="RoomMarks"/> has its counters.</summary>
public sealed class WaitingRoom : IRecordsFacts
{
    private readonly FactRecorder _facts = new("waiting-room");

    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public RoomSettings Settings { get; private set; } = new();

    /// <summary>Secret until the draw; its SHA-256 is always public.</summary>
    public byte[] Seed { get; private set; } = Draw.NewSeed();

    /// <summary>Increases with each message, so that pages fetch each once; 0: no message yet.</summary>
    public int MessageVersion { get; private set; }

    /// <summary>Replaces the settings. The draw's times cannot change after the draw.</summary>
    /// <param name="isDrawn">Whether the draw has been held; see <see cref="RoomMarks.Lots"/>.</param>
    /// <returns>Validation errors; with any, nothing has changed.</returns>
    public IReadOnlyList<RoomFault> Change(RoomSettings settings, bool isDrawn, Actor actor, DateTimeOffset now)
    {
        List<RoomFault> faults = [.. settings.Faults()];
        if (isDrawn && settings.Mode == RoomMode.Scheduled
            && (settings.PreQueueAt, settings.StartsAt) != (Settings.PreQueueAt, Settings.StartsAt))
        {
            faults.Add(new RoomFault(nameof(RoomSettings.StartsAt), "The draw has been held: its times can no longer be changed."));
        }

        if (faults.Count > 0 || settings == Settings)
        {
            return faults;
        }

        var before = Settings;
        if (settings.Message != before.Message)
        {
            MessageVersion++;
        }

        Settings = settings;
        _facts.RecordJson(
            "waiting-room.changed",
            PerformanceId.Value.ToString(),
            OrganizationId,
            new { performanceId = PerformanceId.Value, mode = settings.Mode.ToWord(), settings.PerMinute },
            RoomSettingsJson.Write(before), RoomSettingsJson.Write(settings), actor, now);
        return faults;
    }

    public RecordedFacts TakeFacts() => _facts.Take();
}

/// <summary>
/// High-water marks of the waiting room's counters, persisted in PostgreSQL before Redis assigns numbers below them, so that a loss of
/// Redis' data assigns no number twice.
/// </summary>
public sealed class RoomMarks
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>Increases with each loss of Redis' data.</summary>
    public int Epoch { get; init; }

    /// <summary>No number from here on has been assigned.</summary>
    public long NumbersReserved { get; init; }

    /// <summary>The same for suspicious joins; see <see cref="QueueNumber"/>.</summary>
    public long LateReserved { get; init; }

    /// <summary>No place from here on has been called.</summary>
    public long ServingReserved { get; init; }

    /// <summary>The time to claim a pass has expired for all places below this one.</summary>
    public long WindowsFrom { get; init; }

    /// <summary>The last known <see cref="RoomState.Tail"/>.</summary>
    public long TailSeen { get; init; }

    /// <summary>The number of lots in the draw; null: the draw has not been held.</summary>
    public long? Lots { get; init; }

    /// <summary>The number of suspicious joins placed after the drawn lots.</summary>
    public long? LateLots { get; init; }

    public DateTimeOffset? DrawnAt { get; init; }

    /// <summary>Ranges of numbers skipped after losses of data: <c>from-to</c> (to excluded), comma-separated.</summary>
    public string Gaps { get; init; } = "";
}

/// <summary>An admission: an issued pass.</summary>
public sealed class Admission
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>The place; negative for a skip-the-line link.</summary>
    public required long Place { get; init; }

    /// <summary>See <see cref="QueueOwner"/>.</summary>
    public required byte[] Owner { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From joining, or the start if later, to the admission; null for a skip-the-line link.</summary>
    public int? WaitedSeconds { get; init; }

    /// <summary>When the pass was released: after a purchase, by leaving, or by revocation.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}

/// <summary>A sample of a room's counters, for the control room's charts.</summary>
public sealed class RoomSample
{
    public required PerformanceId PerformanceId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Arrived { get; init; }

    public required long Waiting { get; init; }

    public required long Admitted { get; init; }

    public required long NoShows { get; init; }

    public required long Released { get; init; }

    public required int Active { get; init; }

    public required int Held { get; init; }

    public required int Sold { get; init; }

    /// <summary>The current admission rate per minute.</summary>
    public required int PerMinute { get; init; }

    /// <summary>p99 checkout latency, milliseconds.</summary>
    public required int CheckoutMilliseconds { get; init; }
}
