using System.Buffers.Text;

namespace Ticketing.Load.Http;

/// <summary>
/// Reads consecutive HTTP/1.1 responses from a connection's bytes, in pieces of any size. Supports a status line and
/// <c>Content-Length</c> or chunks. Keeps the first bytes of a body and counts the rest. Does not allocate when a response
/// head arrives in one piece.
/// </summary>
internal sealed class AnswerReader(int bodyBytesKept)
{
    private const int HeadBytesMax = 16_384;

    private readonly byte[] _body = new byte[bodyBytesKept];
    private byte[] _pending = [];
    private int _pendingLength;
    private Part _part = Part.Head;
    private long _left;
    private long _bodyLength;

    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
    }

    public int Status { get; private set; }

    /// <summary>The first bytes of the body.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, (int)Math.Min(_bodyLength, _body.Length));

    public long BodyLength => _bodyLength;

    /// <summary>The server closes the connection after this response.</summary>
    public bool Closes { get; private set; }

    /// <summary>Resets for a new connection.</summary>
    public void Reset() => (_part, _pendingLength) = (Part.Head, 0);

    /// <summary>True: a response is complete; <paramref name="data"/> has the bytes after it.</summary>
    public bool Read(ref ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            switch (_part)
            {
                case Part.Head:
                    if (!TakeUntil(ref data, "\r\n\r\n"u8, out var head))
                    {
                        return false;
                    }

                    ReadHead(head);
                    if (_part == Part.Body && _left == 0)
                    {
                        _part = Part.Head;
                        return true;
                    }

                    break;
                case Part.Body:
                    if (TakeBody(ref data))
                    {
                        _part = Part.Head;
                        return true;
                    }

                    break;
                case Part.ChunkSize:
                    if (!TakeUntil(ref data, "\r\n"u8, out var size))
                    {
                        return false;
                    }

                    _left = Utf8Parser.TryParse(size, out long bytes, out _, 'x') ? bytes : throw Unexpected("a chunk without a size");
                    _part = _left == 0 ? Part.Trailer : Part.Chunk;
                    break;
                case Part.Chunk:
                    if (TakeBody(ref data))
                    {
                        _part = Part.ChunkEnd;
                    }

                    break;
                case Part.ChunkEnd:
                    if (!TakeUntil(ref data, "\r\n"u8, out _))
                    {
                        return false;
                    }

                    _part = Part.ChunkSize;
                    break;
                case Part.Trailer:
                    if (!TakeUntil(ref data, "\r\n"u8, out var trailer))
                    {
                        return false;
                    }

                    if (trailer.IsEmpty)
                    {
                        _part = Part.Head;
                        return true;
                    }

                    break;
                default:
                    throw new InvalidOperationException($"There is no part {_part}.");
            }
        }

        return false;
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
        {
            throw Unexpected("no status line");
        }

        (Status, _bodyLength) = (status, 0);
        Closes = head.IndexOf("\r\nConnection: close"u8) >= 0;
        if (head.IndexOf("\r\nTransfer-Encoding: chunked"u8) >= 0)
        {
            _part = Part.ChunkSize;
            return;
        }

        var at = head.IndexOf("\r\nContent-Length: "u8);
        _left = at < 0 ? 0 : Utf8Parser.TryParse(head[(at + 18)..], out long length, out _) ? length : throw Unexpected("an unreadable Content-Length");
        _part = Part.Body;
    }

    private bool TakeBody(ref ReadOnlySpan<byte> data)
    {
        var taken = (int)Math.Min(_left, data.Length);
        if (_bodyLength < _body.Length)
        {
            var kept = (int)Math.Min(taken, _body.Length - _bodyLength);
            data[..kept].CopyTo(_body.AsSpan((int)_bodyLength));
        }

        _bodyLength += taken;
        _left -= taken;
        data = data[taken..];
        return _left == 0;
    }

    /// <summary>The bytes before <paramref name="end"/>, joined from pieces.</summary>
    private bool TakeUntil(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> end, out ReadOnlySpan<byte> taken)
    {
        if (_pendingLength == 0)
        {
            var at = data.IndexOf(end);
            if (at >= 0)
            {
                taken = data[..at];
                data = data[(at + end.Length)..];
                return true;
            }
        }

        // The end may be split over two pieces: search byte by byte.
        while (!data.IsEmpty)
        {
            Keep(data[0]);
            data = data[1..];
            if (_pending.AsSpan(0, _pendingLength).EndsWith(end))
            {
                taken = _pending.AsSpan(0, _pendingLength - end.Length);
                _pendingLength = 0;
                return true;
            }
        }

        taken = default;
        return false;
    }

    private void Keep(byte next)
    {
        if (_pendingLength == _pending.Length)
        {
            Array.Resize(ref _pending, _pending.Length == 0 ? 1024 : _pending.Length < HeadBytesMax ? _pending.Length * 2 : throw Unexpected("an endless head"));
        }

        _pending[_pendingLength++] = next;
    }

    private static InvalidDataException Unexpected(string what) => new($"Unsupported response: {what}.");
}
