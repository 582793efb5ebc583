using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting;

/// <summary>Prints the site's addresses once it is ready. Enabled by <c>Announce=true</c>, which <c>./run</c> sets.</summary>
internal sealed class ReadyAnnouncement(
    IHostApplicationLifetime lifetime, IServer server, HealthCheckService health, IEnumerable<ReadyNote> notes, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Announce", false))
        {
            return;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while ((await health.CheckHealthAsync(stoppingToken)).Status == HealthStatus.Unhealthy)
        {
            await Task.Delay(200, stoppingToken);
        }

        var port = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal)).Port;
        await Console.Out.WriteLineAsync(Text(port));
    }

    private string Text(int port)
    {
        var site = FormattableString.Invariant($"http://localhost:{port}");
        List<string> lines =
        [
            FormattableString.Invariant($"ready http://127.0.0.1:{port}"),
            "",
            $"  Shop      {site}",
            $"  API       {site}{AppUrls.ApiDocs}",
        ];
        return string.Join(Environment.NewLine, [.. lines, .. notes.SelectMany(note => note.Lines(site)), "", "  Ctrl-C stops everything."]);
    }
}

/// <summary>Lines that a feature adds to the announcement.</summary>
/// <param name="Lines">From the site's address.</param>
internal sealed record ReadyNote(Func<string, IEnumerable<string>> Lines);
