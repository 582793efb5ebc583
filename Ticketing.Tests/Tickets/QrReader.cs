using System.Text;

namespace Ticketing.Tests.Tickets;

/// <summary>
/// Reads QR codes of version 8, level M, as ISO/IEC 18004 lays them out; no error correction: what we draw must be
/// without errors. Written against the standard, not against the code that draws.
/// </summary>
internal static class QrReader
{
    private const int Side = 49;
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // Table 9, version 8-M: two blocks with 38 data codewords, two with 39.
    private static readonly int[] BlockLengths = [38, 38, 39, 39];

    public static string Read(Func<int, int, bool> dark)
    {
        var mask = MaskOf(dark);
        var codewords = Codewords(dark, mask);
        var bits = new StringBuilder();
        foreach (var codeword in Deinterleave(codewords))
        {
            bits.Append(Convert.ToString(codeword, 2).PadLeft(8, '0'));
        }

        return Decode(bits.ToString());
    }

    // 8.9: the format is written beside the top left finder, masked with 101010000010010.
    private static int MaskOf(Func<int, int, bool> dark)
    {
        int format = 0;
        int[] columns = [0, 1, 2, 3, 4, 5, 7, 8];
        foreach (var x in columns)
        {
            format = (format << 1) | (dark(x, 8) ? 1 : 0);
        }

        var first = format ^ 0b10101000;
        Assert.Equal(0b00, first >> 6);
        return (first >> 3) & 0b111;
    }

    private static List<byte> Codewords(Func<int, int, bool> dark, int mask)
    {
        var bits = new List<bool>();
        var upwards = true;
        for (var right = Side - 1; right > 0; right -= 2, upwards = !upwards)
        {
            if (right == 6)
            {
                right--;
            }

            for (var step = 0; step < Side; step++)
            {
                var y = upwards ? Side - 1 - step : step;
                foreach (var x in (int[])[right, right - 1])
                {
                    if (!IsFunction(x, y))
                    {
                        bits.Add(dark(x, y) ^ Masked(mask, x, y));
                    }
                }
            }
        }

        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => (byte)chunk.Aggregate(0, (value, bit) => (value << 1) | (bit ? 1 : 0)))];
    }

    private static bool IsFunction(int x, int y)
    {
        var finder = (x < 9 && y < 9) || (x < 9 && y >= Side - 8) || (x >= Side - 8 && y < 9);
        var timing = x == 6 || y == 6;
        var version = (x >= Side - 11 && y < 6) || (x < 6 && y >= Side - 11);
        return finder || timing || version || IsAlignment(x, y);
    }

    private static bool IsAlignment(int x, int y)
    {
        int[] centres = [6, 24, 42];
        return centres.Any(cx => centres.Any(cy =>
            Math.Abs(x - cx) <= 2 && Math.Abs(y - cy) <= 2 && (cx, cy) is not ((6, 6) or (6, 42) or (42, 6))));
    }

    private static bool Masked(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((y / 2) + (x / 3)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
    };

    private static IEnumerable<byte> Deinterleave(List<byte> codewords)
    {
        var blocks = BlockLengths.Select(_ => new List<byte>()).ToArray();
        var at = 0;
        for (var i = 0; i < BlockLengths.Max(); i++)
        {
            for (var block = 0; block < blocks.Length; block++)
            {
                if (i < BlockLengths[block])
                {
                    blocks[block].Add(codewords[at++]);
                }
            }
        }

        return blocks.SelectMany(block => block);
    }

    private static string Decode(string bits)
    {
        Assert.Equal("0010", bits[..4]);
        var length = Convert.ToInt32(bits[4..13], 2);
        var at = 13;
        var text = new StringBuilder();
        while (length - text.Length >= 2)
        {
            var pair = Convert.ToInt32(bits.Substring(at, 11), 2);
            text.Append(Alphanumeric[pair / 45]).Append(Alphanumeric[pair % 45]);
            at += 11;
        }

        if (text.Length < length)
        {
            text.Append(Alphanumeric[Convert.ToInt32(bits.Substring(at, 6), 2)]);
        }

        return text.ToString();
    }
}
