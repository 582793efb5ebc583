using System.Globalization;

namespace Ticketing.Load.Stack;

/// <summary>
/// CPU time and memory of processes, from <c>/proc</c>. Of a server with child processes the children count, also those that
/// have ended in between: their time goes to the parent who waited for them.
/// </summary>
internal sealed class CpuMeter
{
    // Fields of /proc/PID/stat, see proc(5), counted from behind the name.
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

    /// <summary>The processes that a process has started itself.</summary>
    public IEnumerable<int> ChildrenOf(int process) => _processes.Where(usage => usage.Parent == process).Select(usage => usage.Process);

    /// <summary>CPU seconds of everything on the machine so far.</summary>
    public static double MachineSeconds()
    {
        // user, nice, system, idle, iowait, irq, softirq; what a hypervisor took away was nobody's here.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7 }.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Megabytes of memory that a process holds: what <c>ps</c> calls RSS.</summary>
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
            // It has ended since the directory was listed.
            return null;
        }

        // The name is in parentheses and may contain anything; what follows is numbers.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        return new Usage(
            process, (int)Number(Parent), (Number(User) + Number(System)) / TicksPerSecond,
            (Number(ChildrenUser) + Number(ChildrenSystem)) / TicksPerSecond);
    }

    private sealed record Usage(int Process, int Parent, double Own, double WaitedFor);
}
