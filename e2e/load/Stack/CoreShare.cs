using System.Globalization;

namespace Ticketing.Load.Stack;

/// <summary>Pins applications to shares of the cores with <c>taskset</c> of util-linux.</summary>
internal static class CoreShare
{
    private const string Program = "taskset";

    /// <summary>Whether <c>taskset</c> is in the search path.</summary>
    public static bool IsAvailable => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, Program)));

    /// <summary>The words before an application's command that pin it to its share.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="count">Applications in total.</param>
    public static IReadOnlyList<string> Command(int number, int count) =>
        [Program, "-c", string.Join(',', Of(Allowed(), number, count).Select(core => core.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>
    /// One of <paramref name="count"/> contiguous shares that differ by at most one core. With fewer cores than shares each share
    /// has one core, in turn.
    /// </summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<int> cores, int number, int count)
    {
        if (cores.Count < count)
        {
            return [cores[number % cores.Count]];
        }

        var first = number * cores.Count / count;
        return [.. cores.Skip(first).Take(((number + 1) * cores.Count / count) - first)];
    }

    /// <summary>The cores of a list as in proc(5): <c>0-3,8</c>.</summary>
    public static IReadOnlyList<int> Parse(string list) => [.. list.Split(',').SelectMany(Between)];

    private static IEnumerable<int> Between(string range)
    {
        var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    // The cores that this process may use.
    private static IReadOnlyList<int> Allowed() => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))
        .Select(line => Parse(line.Split(':')[1].Trim()))
        .Single();
}
