using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>Makes things go wrong, and returns when what was hit answers again.</summary>
internal sealed class Faults(LoadStack stack)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HealPatience = TimeSpan.FromSeconds(60);

    private string RedisFiles => Path.Combine(stack.ServersDirectory, "redis", "appendonlydir");

    /// <param name="app">The number of the application, where it is one that is hit.</param>
    public async Task StrikeAsync(FaultKind kind, int app, CancellationToken cancellationToken)
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
                // Moved away beforehand: it is started again faster than a directory is deleted.
                Directory.Move(RedisFiles, RedisFiles + ".gone");
                await KillAsync("redis", "redis.pid", [], cancellationToken);
                Directory.Delete(RedisFiles + ".gone", recursive: true);
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

    /// <summary>Applications that say they are ready, and a PostgreSQL that takes new connections.</summary>
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

    private static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(HealPatience);
        while (!await IsSoAsync(isSo, cancellationToken))
        {
            await Task.Delay(LookAgain, patience.Token);
        }
    }

    private static async Task<bool> IsSoAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        try
        {
            return await isSo();
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or Npgsql.NpgsqlException
            && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private int ProcessIn(string server, string pidFile) =>
        TryProcessIn(server, pidFile) ?? throw new InvalidOperationException($"{server} does not run.");

    // One that is on its way back has no file yet, or one without a number.
    private int? TryProcessIn(string server, string pidFile)
    {
        var file = Path.Combine(stack.ServersDirectory, server, pidFile);
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var process) ? process : null;
    }
}
