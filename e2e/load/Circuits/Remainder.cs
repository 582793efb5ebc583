namespace Ticketing.Load.Circuits;

/// <summary>
/// The incomplete tail of received data. Mostly empty, and then without memory: there are thousands.
/// </summary>
internal sealed class Remainder
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>The kept bytes followed by <paramref name="data"/>; valid until the next call.</summary>
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

    /// <summary>Replaces the kept bytes. The span may be part of the result of <see cref="Before"/>.</summary>
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
