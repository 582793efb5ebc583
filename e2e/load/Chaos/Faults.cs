using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>Injects faults and waits for recovery.</summary>
internal sealed class Faults(LoadStack stack)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RecoveryTimeout = TimeSpan.FromSeconds(60);

    private string RedisFiles => Path.Combine(stack.ServersDirectory, "redis", "appendonlydir");

    /// <param name="app">The index of the application, for faults of an application.</param>
    public async Task InjectAsync(FaultKind kind, int app, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FaultKind.KillApp:
                await stack.Apps[app].SignalAsync("KILL");
                await stack.RestartAppAsync(app, cancellationToken);
                break;
            case FaultKind.KillRedis:
                await KillAsync("redis", "redis.pid", [], cancellationToken);
                break;
            case FaultKind.EmptyRedis:
                // Moved first: the restart is faster than deleting the directory.
                Directory.Move(RedisFiles, RedisFiles + ".removed");
                await KillAsync("redis", "redis.pid", [], cancellationToken);
                Directory.Delete(RedisFiles + ".removed", recursive: true);
                break;
            case FaultKind.KillPostgres:
                var postmaster = ProcessIn("postgres", "postmaster.pid");
                await KillAsync("postgres", "postmaster.pid", new CpuMeter().ChildrenOf(postmaster), cancellationToken);
                break;
            case FaultKind.PauseApp:
                await stack.Apps[app].SignalAsync("STOP");
                try
                {
                    await Task.Delay(Pause, cancellationToken);
                }
                finally
                {
                    await stack.Apps[app].SignalAsync("CONT");
                }

                break;
        }

        await UntilAllAnswerAsync(cancellationToken);
    }

    private async Task KillAsync(string server, string pidFile, IEnumerable<int> children, CancellationToken cancellationToken)
    {
        var killed = ProcessIn(server, pidFile);
        await Signals.SendAsync("KILL", [killed, .. children]);
        await UntilAsync(() => Task.FromResult(TryProcessIn(server, pidFile) is { } now && now != killed), cancellationToken);
    }

    /// <summary>Waits until all applications are ready and PostgreSQL accepts connections.</summary>
    private async Task UntilAllAnswerAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        foreach (var app in stack.Apps)
        {
            await UntilAsync(async () => (await http.GetAsync(new Uri($"http://{app.Address}/health/ready"), cancellationToken)).IsSuccessStatusCode, cancellationToken);
        }

        stack.Database.Clear();
        await UntilAsync(
            async () =>
            {
                await using var connection = await stack.Database.OpenConnectionAsync(cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RecoveryTimeout);
        while (!await IsTrueAsync(condition, cancellationToken))
        {
            await Task.Delay(PollInterval, timeout.Token);
        }
    }

    private static async Task<bool> IsTrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        try
        {
            return await condition();
        }
        catch (Exception unavailable) when (unavailable is HttpRequestException or OperationCanceledException or Npgsql.NpgsqlException
            && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private int ProcessIn(string server, string pidFile) =>
        TryProcessIn(server, pidFile) ?? throw new InvalidOperationException($"{server} does not run.");

    // During a restart the file is missing or empty.
    private int? TryProcessIn(string server, string pidFile)
    {
        var file = Path.Combine(stack.ServersDirectory, server, pidFile);
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var process) ? process : null;
    }
}
