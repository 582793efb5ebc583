using System.Globalization;

namespace Ticketing.Load.Stack;

/// <summary>
/// CPU time and memory of processes, from <c>/proc</c>. Includes child processes, also ended ones: their time is added to
/// the parent that waited for them.
/// </summary>
internal sealed class CpuMeter
{
    // Fields of /proc/PID/stat, see proc(5), counted after the name.
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;
    private const int ChildrenUser = 13;
    private const int ChildrenSystem = 14;

    // sysconf(_SC_CLK_TCK): 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly List<Usage> _processes = [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(Read).OfType<Usage>()];

    /// <summary>CPU seconds of a process and its children so far.</summary>
    public double Seconds(int process) => _processes
        .Where(usage => usage.Process == process || usage.Parent == process)
        .Sum(usage => usage.Process == process ? usage.Own + usage.WaitedFor : usage.Own);

    /// <summary>The direct children of a process.</summary>
    public IEnumerable<int> ChildrenOf(int process) => _processes.Where(usage => usage.Parent == process).Select(usage => usage.Process);

    /// <summary>CPU seconds of everything on the machine so far.</summary>
    public static double MachineSeconds()
    {
        // user, nice, system, idle, iowait, irq, softirq; without steal time.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7 }.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident set size of a process, megabytes.</summary>
    public static double ResidentMegabytes(int process) => File
        .ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line[6..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0)
        .Single();

    private static Usage? Read(string? directory)
    {
        if (!int.TryParse(directory, CultureInfo.InvariantCulture, out var process))
        {
            return null;
        }

        string line;
        try
        {
            line = File.ReadAllText($"/proc/{directory}/stat");
        }
        catch (IOException)
        {
            // Ended since the directory was listed.
            return null;
        }

        // The name in parentheses may contain anything; numbers follow.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        return new Usage(
            process, (int)Number(Parent), (Number(User) + Number(System)) / TicksPerSecond,
            (Number(ChildrenUser) + Number(ChildrenSystem)) / TicksPerSecond);
    }

    private sealed record Usage(int Process, int Parent, double Own, double WaitedFor);
}
