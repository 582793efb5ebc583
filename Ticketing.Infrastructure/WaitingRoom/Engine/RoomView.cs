using System.Collections.Frozen;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>Immutable snapshot of a room at this instance, replaced four times a second.</summary>
public sealed record RoomView
{
    public required PerformanceId Performance { get; init; }

    public required OrganizationId Organization { get; init; }

    public required RoomSettings Settings { get; init; }

    public required RoomPhase Phase { get; init; }

    /// <summary>Null: not read from Redis yet.</summary>
    public required RoomState? State { get; init; }

    /// <summary>Null: the draw has not been held.</summary>
    public required RevealedDraw? Draw { get; init; }

    public required byte[] Commitment { get; init; }

    public required int MessageVersion { get; init; }

    /// <summary>Redis or PostgreSQL is unavailable: no new admissions; issued passes stay valid.</summary>
    public required bool IsUnavailable { get; init; }

    /// <summary>Redis' clock minus this instance's.</summary>
    public required TimeSpan ClockOffset { get; init; }

    /// <summary>The metric that lowered the rate; null: the rate is as set.</summary>
    public required GovernorReason? Slowed { get; init; }

    /// <summary>The number of free seats; null while unknown.</summary>
    public required int? FreeSeats { get; init; }

    /// <summary>The number of joins.</summary>
    public long Arrived { get; init; }

    /// <summary>Whether this instance leads the room.</summary>
    internal bool Leads { get; init; }

    internal int Epoch { get; init; }

    /// <summary>Places of released passes, whose signatures are still valid.</summary>
    internal FrozenSet<long> Returned { get; init; } = FrozenSet<long>.Empty;

    /// <summary>The response to polls; see <see cref="RoomDocument"/>.</summary>
    public required byte[] Document { get; init; }

    /// <summary>The waiting visitors that will be admitted within a time, at the present rate or the one that the room starts with.</summary>
    internal long DueWithin(TimeSpan ahead, DateTimeOffset now)
    {
        if (State is not { Waiting: > 0 } state || Settings.Command is not (RoomCommand.Run or RoomCommand.Drain))
        {
            return 0;
        }

        var (from, perMinute) = Phase switch
        {
            RoomPhase.PreQueue or RoomPhase.Drawing => (Settings.StartsAt, Settings.PerMinute),
            RoomPhase.Live or RoomPhase.Draining => (now, state.PerMinute),
            _ => (DateTimeOffset.MaxValue, 0.0),
        };
        var minutes = from >= now + ahead ? 0 : (ahead - (from > now ? from - now : TimeSpan.Zero)).TotalMinutes;
        return Math.Min(state.Waiting, (long)(minutes * perMinute));
    }

    public DateTimeOffset Now(TimeProvider time) => time.GetUtcNow() + ClockOffset;

    /// <summary>Whether a pass currently admits one of <paramref name="owners"/>.</summary>
    public bool Admits(AdmissionPass? pass, ReadOnlySpan<QueueOwner> owners, DateTimeOffset now) =>
        pass is not null && pass.Admits(Performance, owners, now) && !Returned.Contains(pass.Place);
}
