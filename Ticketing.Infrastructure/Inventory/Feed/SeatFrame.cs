using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// A snapshot of all seats or a delta to the previous version, encoded once for all viewers. Deltas are idempotent.
/// </summary>
public sealed class SeatFrame
{
    private const int SeatsPerByte = 4;
    private const int BitsPerSeat = 2;
    private const int StatusMask = 3;

    private readonly Lazy<byte[]> _serverSentEvent;
    private readonly Lazy<string> _text;
    private readonly Lazy<string> _arguments;

    private SeatFrame(HoldSignal signal) : this(false, 0, "", [], []) => Signal = signal;

    private SeatFrame(bool isSnapshot, long version, string epoch, byte[] bytes, IReadOnlyList<SeatChange> changes)
    {
        (IsSnapshot, Version, Bytes, Changes) = (isSnapshot, version, bytes, changes);
        Id = string.Create(CultureInfo.InvariantCulture, $"{epoch}-{version}");
        _serverSentEvent = new Lazy<byte[]>(EncodeServerSentEvent);
        _text = new Lazy<string>(() => Base64Url.EncodeToString(Bytes.Span));
        _arguments = new Lazy<string>(() => $"[\"{Text}\"]");
    }

    /// <summary>True: a snapshot, which replaces the viewer's state. False: a delta.</summary>
    public bool IsSnapshot { get; }

    /// <summary>Only in a frame without seats, for the tabs of one buyer: the hold may have changed in another tab.</summary>
    public HoldSignal? Signal { get; }

    /// <summary>Increases by one per delta, and stays increasing over restarts.</summary>
    public long Version { get; }

    /// <summary>
    /// Snapshot: 8 bytes version, 4 bytes number of seats, then 2 bits per seat (seat i: bits 2*(i%4) of byte i/4).
    /// Delta: 8 bytes version, then 4 bytes per change: <c>index &lt;&lt; 2 | status</c>. Little endian.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The delta's changes; empty in a snapshot.</summary>
    public IReadOnlyList<SeatChange> Changes { get; }

    /// <summary>The resume token: the feed's epoch and the version.</summary>
    public string Id { get; }

    /// <summary>The frame as a Server-Sent Event with its id.</summary>
    public ReadOnlyMemory<byte> ServerSentEvent => _serverSentEvent.Value;

    /// <summary>
    /// <see cref="Bytes"/> in base64url. A Blazor circuit sends byte arrays as separate messages; text is part of the call, which halves
    /// the number of messages.
    /// </summary>
    public string Text => _text.Value;

    /// <summary><see cref="Text"/> as the JSON array of a script call's arguments.</summary>
    public string Arguments => _arguments.Value;

    /// <summary>The number of seats in a snapshot.</summary>
    public int SeatCount => BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span[sizeof(long)..]);

    /// <summary>A seat's status in a snapshot.</summary>
    public SeatStatus StatusOf(int seat) =>
        (SeatStatus)((Bytes.Span[sizeof(long) + sizeof(int) + (seat / SeatsPerByte)] >> (BitsPerSeat * (seat % SeatsPerByte))) & StatusMask);

    /// <summary>A snapshot for one viewer who sees other statuses than the public: a member with seats of an allotment.</summary>
    public static SeatFrame OfOneViewer(long version, IReadOnlyList<SeatStatus> statuses) =>
        Snapshot(version, "desk", [.. statuses.Select(status => (byte)status)]);

    internal static SeatFrame OfSignal(HoldSignal signal) => new(signal);

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
            text.Append(CultureInfo.InvariantCulture, $",\"seatCount\":{SeatCount}")
                .Append(",\"packed\":\"").Append(Convert.ToBase64String(Bytes.Span)).Append('"');
        }
        else
        {
            text.Append(",\"changes\":[");
            for (var i = 0; i < Changes.Count; i++)
            {
                var (index, status, _) = Changes[i];
                text.Append(i > 0 ? "," : "")
                    .Append(CultureInfo.InvariantCulture, $"{{\"index\":{index.Value},\"status\":\"{status.Word()}\"}}");
            }

            text.Append(']');
        }

        return Encoding.UTF8.GetBytes(text.Append("}\n\n").ToString());
    }
}
