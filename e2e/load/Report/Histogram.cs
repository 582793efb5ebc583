using System.Diagnostics;
using System.Numerics;

namespace Ticketing.Load.Report;

/// <summary>
/// Counts durations in buckets of 1.6 % relative width (like Gil Tene's HdrHistogram). Written by one thread; others may read
/// concurrently.
/// </summary>
internal sealed class Histogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    // Microseconds up to 2^36 (19 hours).
    private const int Scales = 36 - SubBucketBits;

    private static readonly double TicksPerMicrosecond = Stopwatch.Frequency / 1e6;

    private readonly long[] _counts = new long[(Scales + 1) * SubBuckets];

    public long Count { get; private set; }

    /// <param name="ticks"><see cref="Stopwatch"/> ticks.</param>
    public void Record(long ticks)
    {
        _counts[BucketOf((long)(ticks / TicksPerMicrosecond))]++;
        Count++;
    }

    /// <summary>The percentile in milliseconds; 0 without durations.</summary>
    public double Percentile(double percent)
    {
        var rank = (long)Math.Ceiling(_counts.Sum() * percent / 100);
        if (rank == 0)
        {
            return 0;
        }

        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket])
        {
            bucket++;
        }

        return HighestOf(bucket) / 1000.0;
    }

    /// <summary>The durations recorded after the copy <paramref name="earlier"/>.</summary>
    public Histogram Since(Histogram earlier)
    {
        var difference = new Histogram { Count = Count - earlier.Count };
        for (var i = 0; i < _counts.Length; i++)
        {
            difference._counts[i] = _counts[i] - earlier._counts[i];
        }

        return difference;
    }

    public static Histogram Sum(IEnumerable<Histogram> parts)
    {
        var sum = new Histogram();
        foreach (var part in parts)
        {
            sum.Count += part.Count;
            for (var i = 0; i < part._counts.Length; i++)
            {
                sum._counts[i] += part._counts[i];
            }
        }

        return sum;
    }

    public Histogram Copy() => Since(new Histogram());

    private static int BucketOf(long microseconds)
    {
        var scale = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - SubBucketBits + 1);
        return scale > Scales ? ((Scales + 1) * SubBuckets) - 1 : scale == 0
            ? (int)microseconds
            : (scale * SubBuckets) + (int)(microseconds >> scale);
    }

    private static long HighestOf(int bucket)
    {
        var scale = bucket / SubBuckets;
        return scale == 0 ? bucket : ((bucket % SubBuckets) + 1L << scale) - 1;
    }
}
