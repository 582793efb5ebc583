namespace Ticketing.Load.Circuits;

/// <summary>What one circuit knows of the seats. Frames are shared, so a view is a few numbers: which it has, and whether one is missing.</summary>
internal struct SeatView
{
    /// <summary>The state it began with, or last began anew with.</summary>
    public SeatFrame? Snapshot { get; private set; }

    /// <summary>Of the last frame.</summary>
    public long Version { get; private set; }

    /// <summary>Versions that never came.</summary>
    public long Missed { get; private set; }

    /// <summary>Snapshots after the first: it was too slow for deltas.</summary>
    public int Restarts { get; private set; }

    public void BeginWith(SeatFrame snapshot, SeatNews news, long now)
    {
        if (Snapshot is not null)
        {
            Restarts++;
            news.ReadInstead(Version, snapshot.Version, now);
        }

        (Snapshot, Version) = (snapshot, snapshot.Version);
    }

    public void Apply(SeatFrame delta, SeatNews news, long now)
    {
        // As the script does: what the snapshot has already is no news.
        if (delta.Version <= Version)
        {
            return;
        }

        Missed += delta.Version - Version - 1;
        Version = delta.Version;
        news.Read(delta, now);
    }
}
