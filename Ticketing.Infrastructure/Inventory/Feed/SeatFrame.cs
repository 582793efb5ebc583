using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// The state of all seats, or what has changed since the version before, encoded once and sent to every viewer as it is.
/// Applying a delta twice, or one that the snapshot has already, does no harm.
/// </summary>
public sealed class SeatFrame
{
    private const int SeatsPerByte = 4;
    private const int BitsPerSeat = 2;
    private const int StatusMask = 3;

    private readonly Lazy<byte[]> _serverSentEvent;
    private readonly Lazy<string> _text;

    private SeatFrame(bool isSnapshot, long version, string epoch, byte[] bytes, IReadOnlyList<SeatChange> changes)
    {
        (IsSnapshot, Version, Bytes, Changes) = (isSnapshot, version, bytes, changes);
        Id = string.Create(CultureInfo.InvariantCulture, $"{epoch}-{version}");
        _serverSentEvent = new Lazy<byte[]>(EncodeServerSentEvent);
        _text = new Lazy<string>(() => Base64Url.EncodeToString(Bytes.Span));
    }

    /// <summary>Replaces all that a viewer has; otherwise a delta on top of it.</summary>
    public bool IsSnapshot { get; }

    /// <summary>Grows by one a delta; greater after a restart, too.</summary>
    public long Version { get; }

    /// <summary>
    /// Snapshot: 8 bytes version, 4 bytes number of seats, then 2 bits a seat (seat i: bits 2*(i%4) of byte i/4).
    /// Delta: 8 bytes version, then 4 bytes a change: <c>index &lt;&lt; 2 | status</c>. Little endian.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The delta's changes; empty in a snapshot.</summary>
    public IReadOnlyList<SeatChange> Changes { get; }

    /// <summary>What a viewer resumes after: instance and load of the feed, and version.</summary>
    public string Id { get; }

    /// <summary>The frame as a Server-Sent Event with its id.</summary>
    public ReadOnlyMemory<byte> ServerSentEvent => _serverSentEvent.Value;

    /// <summary>
    /// <see cref="Bytes"/> in base64url. A circuit sends bytes in a message of their own before the call they belong to; as text they
    /// are part of it, and with thousands of circuits to tell it is the messages that cost.
    /// </summary>
    public string Text => _text.Value;

    /// <summary>A seat's status in a snapshot.</summary>
    public SeatStatus StatusOf(int seat) =>
        (SeatStatus)((Bytes.Span[sizeof(long) + sizeof(int) + (seat / SeatsPerByte)] >> (BitsPerSeat * (seat % SeatsPerByte))) & StatusMask);

    internal static SeatFrame Snapshot(long version, string epoch, ReadOnlySpan<byte> statuses)
    {
        var bytes = new byte[sizeof(long) + sizeof(int) + ((statuses.Length + SeatsPerByte - 1) / SeatsPerByte)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(long)), statuses.Length);
        var packed = bytes.AsSpan(sizeof(long) + sizeof(int));
        for (var i = 0; i < statuses.Length; i++)
        {
            packed[i / SeatsPerByte] |= (byte)(statuses[i] << (BitsPerSeat * (i % SeatsPerByte)));
        }

        return new SeatFrame(true, version, epoch, bytes, []);
    }

    internal static SeatFrame Delta(long version, string epoch, IReadOnlyList<SeatChange> changes)
    {
        var bytes = new byte[sizeof(long) + (sizeof(int) * changes.Count)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = (changes[i].Index.Value << BitsPerSeat) | (int)changes[i].Status;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(long) + (sizeof(int) * i)), change);
        }

        return new SeatFrame(false, version, epoch, bytes, changes);
    }

    private byte[] EncodeServerSentEvent()
    {
        var text = new StringBuilder()
            .Append("id: ").Append(Id)
            .Append("\nevent: ").Append(IsSnapshot ? "snapshot" : "delta")
            .Append(CultureInfo.InvariantCulture, $"\ndata: {{\"version\":{Version}");
        if (IsSnapshot)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"seatCount\":{BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span[sizeof(long)..])}")
                .Append(",\"packed\":\"").Append(Convert.ToBase64String(Bytes.Span)).Append('"');
        }
        else
        {
            text.Append(",\"changes\":[");
            for (var i = 0; i < Changes.Count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"index\":{Changes[i].Index.Value},\"status\":\"{Changes[i].Status.Word()}\"}}");
            }

            text.Append(']');
        }

        return Encoding.UTF8.GetBytes(text.Append("}\n\n").ToString());
    }
}
