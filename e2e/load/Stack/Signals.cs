using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Load.Stack;

/// <summary>Signals for processes that this program has started.</summary>
internal static class Signals
{
    /// <param name="signal">As <c>kill</c> knows it: KILL, STOP, CONT.</param>
    /// <param name="processes">Those that are gone already do not matter.</param>
    public static async Task SendAsync(string signal, params IEnumerable<int> processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardError = true,
        })!;
        await kill.WaitForExitAsync();
    }
}
