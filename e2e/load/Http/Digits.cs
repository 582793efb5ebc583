namespace Ticketing.Load.Http;

/// <summary>Writes numbers into requests without allocating.</summary>
internal static class Digits
{
    private static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    /// <summary>Fills a slot with the number in hexadecimal, with leading zeros.</summary>
    public static void Write(Span<byte> slot, ulong number)
    {
        for (var i = slot.Length - 1; i >= 0; i--)
        {
            slot[i] = Hex[(int)(number & 15)];
            number >>= 4;
        }
    }
}
