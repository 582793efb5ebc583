namespace Ticketing.Load.Circuits;

/// <summary>
/// The beginning of something whose rest has not come yet. Empty as a rule, and then it holds no memory: there are thousands of these.
/// </summary>
internal sealed class Remainder
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>What was kept with <paramref name="data"/> behind it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Before(ReadOnlySpan<byte> data)
    {
        if (_length == 0)
        {
            return data;
        }

        if (_bytes.Length < _length + data.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + data.Length));
        }

        data.CopyTo(_bytes.AsSpan(_length));
        _length += data.Length;
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Keeps this and nothing else. It may be a part of what <see cref="Before"/> gave.</summary>
    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            (_bytes, _length) = ([], 0);
            return;
        }

        if (_bytes.Length < rest.Length)
        {
            _bytes = rest.ToArray();
        }
        else
        {
            rest.CopyTo(_bytes);
        }

        _length = rest.Length;
    }
}
