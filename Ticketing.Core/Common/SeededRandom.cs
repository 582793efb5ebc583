using System.Numerics;

namespace Ticketing.Core.Common;

/// <summary>
/// Random numbers that depend on the seed only, not on the machine or the .NET version (<see cref="Random"/> does not guarantee
/// that): artwork URLs are cached as immutable. Not for secrets.
/// </summary>
/// <remarks>FNV-1a hashes the seed, SplitMix64 (Steele, Lea, Flood 2014) generates the sequence.</remarks>
public sealed class SeededRandom(string seed)
{
    private ulong _state = Hash(seed);

    /// <summary>A number in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * Next());

    /// <summary>An integer in [from, to], both included.</summary>
    public int Whole(int from, int to) => from + (int)(Next() * (to - from + 1));

    public bool Chance(double probability) => Next() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Whole(0, choices.Count - 1)];

    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = Whole(0, i);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return hash;
    }

    private ulong NextBits()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        var z = unchecked((_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return BitOperations.RotateLeft(z ^ (z >> 31), 1);
    }
}
