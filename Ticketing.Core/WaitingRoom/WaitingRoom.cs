using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>The waiting room of a performance: what is set, and the seed of its draw. Its moving numbers are <see cref="RoomMarks"/>.</summary>
public sealed class WaitingRoom : IRecordsFacts
{
    private readonly FactRecorder _facts = new("waiting-room");

    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public RoomSettings Settings { get; private set; } = new();

    /// <summary>Secret until the draw; its SHA-256 is public from the start.</summary>
    public byte[] Seed { get; private set; } = Draw.NewSeed();

    /// <summary>Grows with each message, so that pages fetch a new one once; 0: there never was one.</summary>
    public int MessageVersion { get; private set; }

    /// <summary>Sets everything at once. The draw's times stand still once it was held.</summary>
    /// <param name="isDrawn">See <see cref="RoomMarks.Lots"/>.</param>
    /// <returns>What is wrong, and then nothing has changed.</returns>
    public IReadOnlyList<RoomFault> Change(RoomSettings settings, bool isDrawn, Actor actor, DateTimeOffset now)
    {
        List<RoomFault> faults = [.. settings.Faults()];
        if (isDrawn && settings.Mode == RoomMode.Scheduled && (settings.PreQueueAt, settings.StartsAt) != (Settings.PreQueueAt, Settings.StartsAt))
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
            "waiting-room.changed", PerformanceId.Value.ToString(), new { performanceId = PerformanceId.Value, mode = settings.Mode.ToWord(), settings.PerMinute },
            RoomSettingsJson.Write(before), RoomSettingsJson.Write(settings), actor, now);
        return faults;
    }

    public RecordedFacts TakeFacts() => _facts.Take();
}

/// <summary>
/// What the engine has promised and must never go back on, whatever Redis forgets. The numbers are ahead of what was really given:
/// they are written before.
/// </summary>
public sealed class RoomMarks
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>Grows each time Redis has lost its memory.</summary>
    public int Epoch { get; init; }

    /// <summary>No number from here on has been given.</summary>
    public long NumbersReserved { get; init; }

    /// <summary>The same for those who come after the drawn lots.</summary>
    public long LateReserved { get; init; }

    /// <summary>Nobody from this place on has been called in.</summary>
    public long ServingReserved { get; init; }

    /// <summary>Everybody below this place was called in so long ago that their time to come in is over.</summary>
    public long WindowsFrom { get; init; }

    /// <summary>The tail as it was seen last.</summary>
    public long TailSeen { get; init; }

    /// <summary>Lots in the draw; null: it has not been held.</summary>
    public long? Lots { get; init; }

    /// <summary>Those who come after them.</summary>
    public long? LateLots { get; init; }

    public DateTimeOffset? DrawnAt { get; init; }

    /// <summary>Numbers that may never have been given, after a loss: <c>from-to</c> (to not included), comma-separated.</summary>
    public string Gaps { get; init; } = "";
}

/// <summary>Somebody who was let in.</summary>
public sealed class Admission
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>The place; below 0 for those who came by a link.</summary>
    public required long Place { get; init; }

    /// <summary>See <see cref="QueueOwner"/>.</summary>
    public required byte[] Owner { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From joining, or the start where that was later, to coming in; null for those who came by a link.</summary>
    public int? WaitedSeconds { get; init; }

    /// <summary>When the pass was given back: bought, left, or revoked.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}

/// <summary>A room's numbers at a moment, for the control room's charts.</summary>
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

    /// <summary>People let in a minute, as governed at this moment.</summary>
    public required int PerMinute { get; init; }

    /// <summary>99 of 100 orders were answered within so much.</summary>
    public required int CheckoutMilliseconds { get; init; }
}
