using System.Collections.Frozen;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>A room as this instance knew it a moment ago; never changed, replaced four times a second.</summary>
public sealed record RoomView
{
    public required PerformanceId Performance { get; init; }

    public required OrganizationId Organization { get; init; }

    public required RoomSettings Settings { get; init; }

    public required RoomPhase Phase { get; init; }

    /// <summary>Null: Redis has not been seen yet.</summary>
    public required RoomState? State { get; init; }

    /// <summary>Null: the draw has not been held.</summary>
    public required RevealedDraw? Draw { get; init; }

    public required byte[] Commitment { get; init; }

    public required int MessageVersion { get; init; }

    /// <summary>Redis or PostgreSQL does not answer: nobody comes in, passes already given go on working.</summary>
    public required bool IsAway { get; init; }

    /// <summary>How far Redis' clock is ahead of this instance's.</summary>
    public required TimeSpan ClockOffset { get; init; }

    /// <summary>Why fewer people are let in than was set.</summary>
    public required GovernorReason? Slowed { get; init; }

    /// <summary>Seats that are free, or null while not known.</summary>
    public required int? FreeSeats { get; init; }

    /// <summary>Places that were ever given.</summary>
    public long Arrived { get; init; }

    internal int Epoch { get; init; }

    /// <summary>Places whose passes were given back: good by their signature, and yet over.</summary>
    internal FrozenSet<long> Returned { get; init; } = FrozenSet<long>.Empty;

    /// <summary>The answer to every poll; see <see cref="RoomDocument"/>.</summary>
    public required byte[] Document { get; init; }

    public DateTimeOffset Now(TimeProvider time) => time.GetUtcNow() + ClockOffset;

    /// <summary>Whether a pass lets one of its visitor's <paramref name="owners"/> in at this moment.</summary>
    public bool Admits(AdmissionPass? pass, ReadOnlySpan<QueueOwner> owners, DateTimeOffset now) =>
        pass is not null && pass.Admits(Performance, owners, now) && !Returned.Contains(pass.Place);
}
