using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>Injects faults and waits for recovery.</summary>
/// <param name="random">Decides what fails beside the applications.</param>
internal sealed class Faults(LoadStack stack, Random random)
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
                await KillRedisAsync(cancellationToken);
                break;
            case FaultKind.EmptyRedis:
                await EmptyRedisAsync(cancellationToken);
                break;
            case FaultKind.KillPostgres:
                await KillPostgresAsync(cancellationToken);
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
            case FaultKind.KillFacts:
                await Task.WhenAll(stack.Apps.Select(each => each.SignalAsync("KILL")));
                Func<CancellationToken, Task>[] beside = [_ => Task.CompletedTask, KillRedisAsync, EmptyRedisAsync, KillPostgresAsync];
                await beside[random.Next(beside.Length)](cancellationToken);
                for (var each = 0; each < stack.Apps.Count; each++)
                {
                    await stack.RestartAppAsync(each, cancellationToken);
                }

                break;
        }

        await UntilAllAnswerAsync(cancellationToken);
    }

    private Task KillRedisAsync(CancellationToken cancellationToken) => KillAsync("redis", "redis.pid", [], cancellationToken);

    private async Task EmptyRedisAsync(CancellationToken cancellationToken)
    {
        // Moved first: the restart is faster than deleting the directory.
        Directory.Move(RedisFiles, RedisFiles + ".removed");
        await KillRedisAsync(cancellationToken);
        Directory.Delete(RedisFiles + ".removed", recursive: true);
    }

    private Task KillPostgresAsync(CancellationToken cancellationToken) => KillAsync(
        "postgres", "postmaster.pid", new CpuMeter().ChildrenOf(ProcessIn("postgres", "postmaster.pid")), cancellationToken);

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
