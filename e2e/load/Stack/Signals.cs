using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Load.Stack;

/// <summary>Sends signals to processes that this program has started.</summary>
internal static class Signals
{
    /// <param name="signal">Name for <c>kill</c>: KILL, STOP, CONT.</param>
    /// <param name="processes">Process ids; ended ones are ignored.</param>
    public static async Task SendAsync(string signal, params IEnumerable<int> processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardError = true,
        })!;
        await kill.WaitForExitAsync();
    }
}
