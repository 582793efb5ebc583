namespace Ticketing.Load.Chaos;

/// <summary>The fault injected in a round.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to one of the two applications, then restart.</summary>
    KillApp,

    /// <summary>SIGKILL to Redis; it restarts from its append-only file.</summary>
    KillRedis,

    /// <summary>SIGKILL to Redis; it restarts empty.</summary>
    EmptyRedis,

    /// <summary>SIGKILL to all processes of PostgreSQL; it recovers from its log.</summary>
    KillPostgres,

    /// <summary>SIGSTOP to one of the two applications for longer than a hold lasts, then SIGCONT.</summary>
    PauseApp,

    /// <summary>
    /// SIGKILL to both applications, so to the relay of facts and all their consumers, and in the same moment to Redis, which restarts with
    /// or without its data, to PostgreSQL, or to neither.
    /// </summary>
    KillFacts,
}
