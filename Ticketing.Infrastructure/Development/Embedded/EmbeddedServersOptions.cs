using Ticketing.Infrastructure.Configuration;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>Options of the private servers: which to start, their data directory, their durability.</summary>
public sealed record EmbeddedServersOptions
{
    /// <summary>The data directory, exclusive to one application at a time; created if missing.</summary>
    public required string DataDirectory { get; init; }

    public bool Postgres { get; init; } = true;

    public bool Redis { get; init; } = true;

    /// <summary>False disables durability for speed (no fsync, no Redis file): for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The directory of <c>initdb</c> and <c>postgres</c>, if neither Debian's nor on the PATH.</summary>
    public string? PostgresBinDirectory { get; init; }

    /// <summary>The path of <c>redis-server</c>, if not on the PATH.</summary>
    public string? RedisServerPath { get; init; }

    /// <summary>PostgreSQL's <c>max_connections</c>; the application's pools must stay below it.</summary>
    public int PostgresConnectionsMax { get; init; } = 300;
}

/// <summary>A private server cannot be started; the message names the cause and the remedy.</summary>
public sealed class EmbeddedServerException : StartUpException
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
