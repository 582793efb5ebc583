using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>
/// Reads lines from a connection, none longer than asked. Only CR LF ends a line: a bare LF is part of it, or two
/// programs could disagree about where a message ends (RFC 5321, 2.3.8).
/// </summary>
internal sealed class SmtpLines(Stream stream) : IAsyncDisposable
{
    private readonly PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>The next line without its end; null when the client has gone.</summary>
    /// <exception cref="SmtpLineTooLongException">It is longer than <paramref name="octetsMax"/>; it has been read and dropped.</exception>
    public async Task<byte[]?> ReadAsync(int octetsMax, CancellationToken stop)
    {
        var dropped = false;
        while (true)
        {
            var result = await reader.ReadAsync(stop);
            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var line))
            {
                reader.AdvanceTo(buffer.Start);
                return dropped || line.Length > octetsMax ? throw new SmtpLineTooLongException() : line;
            }

            if (result.IsCompleted)
            {
                reader.AdvanceTo(buffer.End);
                return null;
            }

            // Of a line that is too long only its last octet is kept: it may be the CR of its end.
            if (buffer.Length > octetsMax + 2)
            {
                dropped = true;
                buffer = buffer.Slice(buffer.Length - 1);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public ValueTask DisposeAsync() => reader.CompleteAsync();

    public async Task WriteAsync(string answer, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), stop);
        await stream.FlushAsync(stop);
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[] line)
    {
        var sequence = new SequenceReader<byte>(buffer);
        if (!sequence.TryReadTo(out ReadOnlySequence<byte> found, "\r\n"u8))
        {
            line = [];
            return false;
        }

        line = found.ToArray();
        buffer = buffer.Slice(sequence.Position);
        return true;
    }
}

internal sealed class SmtpLineTooLongException : Exception
{
    public SmtpLineTooLongException()
    {
    }

    public SmtpLineTooLongException(string message) : base(message)
    {
    }

    public SmtpLineTooLongException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
