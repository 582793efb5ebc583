namespace Ticketing.Load.Circuits;

/// <summary>
/// The beginning of something whose rest has not come yet. Empty as a rule, and then it holds no memory: there are thousands of these.
/// </summary>
internal sealed class Remainder
{
    private byte[] bytes = [];
    private int length;

    /// <summary>What was kept with <paramref name="data"/> behind it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Before(ReadOnlySpan<byte> data)
    {
        if (length == 0)
        {
            return data;
        }

        if (bytes.Length < length + data.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + data.Length));
        }

        data.CopyTo(bytes.AsSpan(length));
        length += data.Length;
        return bytes.AsSpan(0, length);
    }

    /// <summary>Keeps this and nothing else. It may be a part of what <see cref="Before"/> gave.</summary>
    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            (bytes, length) = ([], 0);
            return;
        }

        if (bytes.Length < rest.Length)
        {
            bytes = rest.ToArray();
        }
        else
        {
            rest.CopyTo(bytes);
        }

        length = rest.Length;
    }
}
