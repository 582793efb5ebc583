using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ticketing.Load.Report;

/// <summary>Describes the machine of a measurement.</summary>
internal static class Machine
{
    private const int Writes = 64;

    public static void Describe(string dataDirectory)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {memory:F0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
            + $"durable write in {FlushMilliseconds(dataDirectory):F2} ms"));
    }

    // The disk limits PostgreSQL's commit rate: median of an 8 KB write with fsync.
    private static double FlushMilliseconds(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "ticketing-bench-" + Guid.NewGuid().ToString("N")[..8]);
        var block = new byte[8192];
        var times = new List<double>();
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose))
        {
            for (var i = 0; i < Writes; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        return times.Order().ElementAt(Writes / 2);
    }
}
