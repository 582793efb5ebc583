namespace Ticketing.Tests.Integration;

/// <summary>
/// Applications that tests have given back, for the next test with the same settings: a start and a new database cost more
/// than most tests. Rows and Redis keys of the test before are removed when an application is taken.
/// </summary>
internal sealed class AppPool(TestServers servers) : IAsyncDisposable
{
    // Idle applications poll: more of them cost more than they spare.
    private const int IdleMax = 6;

    private readonly Lock _lock = new();
    private readonly LinkedList<PooledApp> _idle = new();

    /// <param name="settings">Configuration keys as in appsettings.</param>
    public async Task<PooledApp> TakeAsync(params (string Key, string Value)[] settings)
    {
        var key = string.Join('\n', settings.Select(setting => $"{setting.Key}={setting.Value}"));
        while (TryTake(key) is { } idle)
        {
            if (await idle.TryResetAsync())
            {
                return idle;
            }

            await idle.EndAsync();
        }

        return await PooledApp.StartAsync(this, key, await servers.CreateDatabaseAsync(), settings);
    }

    public async Task GiveBackAsync(PooledApp app)
    {
        PooledApp? oldest = null;
        lock (_lock)
        {
            _idle.AddLast(app);
            if (_idle.Count > IdleMax)
            {
                oldest = _idle.First!.Value;
                _idle.RemoveFirst();
            }
        }

        if (oldest is not null)
        {
            await oldest.EndAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _idle)
        {
            await app.EndAsync();
        }
    }

    private PooledApp? TryTake(string key)
    {
        lock (_lock)
        {
            var app = _idle.LastOrDefault(idle => idle.Key == key);
            if (app is not null)
            {
                _idle.Remove(app);
            }

            return app;
        }
    }
}
