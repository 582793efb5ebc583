using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Integration;

/// <summary>Keeps the log messages of an application.</summary>
internal sealed class ListLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string? Event, string Message)> _entries = new();

    public IEnumerable<string> Messages => _entries.Select(entry => entry.Message);

    /// <summary>The names of the logged events.</summary>
    public IEnumerable<string?> Events => _entries.Select(entry => entry.Event);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId.Name, formatter(state, exception)));

    public void Dispose()
    {
    }
}
