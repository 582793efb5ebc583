using System.Diagnostics;

namespace Ticketing.Tests.Integration;

/// <summary>A start of the built application that is expected to fail.</summary>
/// <param name="Errors">The lines of its standard error.</param>
public sealed record StartAttempt(int ExitCode, IReadOnlyList<string> Errors, string Output)
{
    /// <summary>Starts the application as a process and waits until it ends.</summary>
    /// <param name="settings">Configuration keys as in appsettings; the environment is Production unless <c>environment</c> is among them.</param>
    public static async Task<StartAttempt> RunAsync(params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ticketing.App.dll"), .. settings.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        using var app = Process.Start(start)!;
        try
        {
            var output = app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new StartAttempt(app.ExitCode, (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), await output);
        }
        finally
        {
            if (!app.HasExited)
            {
                app.Kill(entireProcessTree: true);
            }
        }
    }
}
