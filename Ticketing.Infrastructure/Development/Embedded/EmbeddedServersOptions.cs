namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>Which private servers to start, where they keep their data, and how careful they are with it.</summary>
public sealed record EmbeddedServersOptions
{
    /// <summary>The directory that belongs to one application at a time; created where it is missing.</summary>
    public required string DataDirectory { get; init; }

    public bool Postgres { get; init; } = true;

    public bool Redis { get; init; } = true;

    /// <summary>False trades durability for speed (no fsync, no Redis file): for tests, never for data one wants to keep.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Where <c>initdb</c> and <c>postgres</c> lie, when not where Debian puts them or on the PATH.</summary>
    public string? PostgresBinDirectory { get; init; }

    /// <summary>The <c>redis-server</c> program, when not on the PATH.</summary>
    public string? RedisServerPath { get; init; }

    /// <summary>Connections PostgreSQL accepts; the application's pools must stay below it.</summary>
    public int PostgresConnectionsMax { get; init; } = 300;
}

/// <summary>A private server cannot be started; the message says what is missing and what to do.</summary>
public sealed class EmbeddedServerException : Exception
{
    public EmbeddedServerException()
    {
    }

    public EmbeddedServerException(string message) : base(message)
    {
    }

    public EmbeddedServerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
