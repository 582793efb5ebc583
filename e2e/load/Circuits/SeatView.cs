namespace Ticketing.Load.Circuits;

/// <summary>One circuit's state: the snapshot it started from, the last version, and missed versions. Frames are shared.</summary>
internal struct SeatView
{
    /// <summary>The latest snapshot.</summary>
    public SeatFrame? Snapshot { get; private set; }

    /// <summary>Version of the last frame.</summary>
    public long Version { get; private set; }

    /// <summary>Missing versions.</summary>
    public long Missed { get; private set; }

    /// <summary>Snapshots after the first, sent because the circuit was too slow for deltas.</summary>
    public int Restarts { get; private set; }

    public void BeginWith(SeatFrame snapshot, SeatUpdates updates, long now)
    {
        if (Snapshot is not null)
        {
            Restarts++;
            updates.ReadInstead(Version, snapshot.Version, now);
        }

        (Snapshot, Version) = (snapshot, snapshot.Version);
    }

    public void Apply(SeatFrame delta, SeatUpdates updates, long now)
    {
        // Like the script: skip versions that the snapshot includes.
        if (delta.Version <= Version)
        {
            return;
        }

        Missed += delta.Version - Version - 1;
        Version = delta.Version;
        updates.Read(delta, now);
    }
}
