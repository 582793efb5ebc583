namespace Ticketing.Load.Chaos;

/// <summary>What goes wrong in a round.</summary>
internal enum FaultKind
{
    /// <summary>One of the two applications is gone without a word, and started again.</summary>
    KillApp,

    /// <summary>Redis is gone without a word, and comes back with what its append-only file has.</summary>
    KillRedis,

    /// <summary>Redis is gone without a word, and comes back knowing nothing.</summary>
    EmptyRedis,

    /// <summary>PostgreSQL is gone with all its processes, and recovers from its log.</summary>
    KillPostgres,

    /// <summary>One of the two applications stands still for longer than its holds last, and goes on as if nothing had happened.</summary>
    PauseApp,
}
