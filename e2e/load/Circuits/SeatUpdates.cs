using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Load.Report;

namespace Ticketing.Load.Circuits;

/// <summary>
/// What circuits are told about the seats: each frame is kept once, however many receive it, and what was asked of the server for
/// each seat and when. Used by the event loop's thread; the times are read by others as they grow.
/// </summary>
internal sealed class SeatNews(int seats)
{
    private const int DeltaHead = sizeof(long);

    // So many characters begin with the version.
    private const int HeadChars = 12;
    private const int StatusBits = 2;
    private const int Held = 1;
    private const int Sold = 2;

    private readonly Dictionary<long, List<SeatFrame>> _frames = [];
    private readonly SeatRequests _holds = new(seats);
    private readonly SeatRequests _orders = new(seats);

    public int Seats => seats;

    /// <summary>
    /// From the answer to a hold or an order to reading the delta with its seats, once for each circuit that reads it; nothing where
    /// the circuit knew before the buyer did.
    /// </summary>
    public Histogram Times { get; } = new();

    /// <summary>The same from sending the request, so with the time that the server took for it.</summary>
    public Histogram TimesFromRequest { get; } = new();

    /// <summary>Deltas and snapshots read by all circuits.</summary>
    public long FramesRead { get; private set; }

    /// <summary>The newest version that any circuit was told.</summary>
    public long Newest { get; private set; }

    public SeatRequests Holds => _holds;

    public SeatRequests Orders => _orders;

    /// <summary>The one copy of what a circuit was sent.</summary>
    /// <param name="arguments">Of the script's function: <c>["base64url"]</c>.</param>
    public SeatFrame Find(ReadOnlySpan<byte> arguments)
    {
        FramesRead++;
        var text = arguments[2..^2];
        Span<byte> head = stackalloc byte[HeadChars];
        Base64Url.DecodeFromUtf8(text[..HeadChars], head);
        var version = BinaryPrimitives.ReadInt64LittleEndian(head);
        if (!_frames.TryGetValue(version, out var alike))
        {
            _frames[version] = alike = [];
        }

        foreach (var frame in alike)
        {
            if (text.SequenceEqual(frame.Text))
            {
                return frame;
            }
        }

        alike.Add(new SeatFrame(version, text.ToArray()));
        return alike[^1];
    }

    /// <summary>A circuit knows of these changes now.</summary>
    public void Read(SeatFrame delta, long now)
    {
        delta.IsDelta = true;
        Newest = Math.Max(Newest, delta.Version);
        foreach (var (requests, seat) in delta.Causes ??= CausesOf(delta.Bytes))
        {
            TimesFromRequest.Record(now - requests.SentAt(seat));
            Times.Record(requests.AnsweredAt(seat) is > 0 and var answered ? Math.Max(0, now - answered) : 0);
        }
    }

    /// <summary>A circuit that was too slow for deltas is told in one what they would have said.</summary>
    public void ReadInstead(long after, long upTo, long now)
    {
        for (var version = after + 1; version <= upTo; version++)
        {
            if (DeltaOf(version) is { } delta)
            {
                Read(delta, now);
            }
        }
    }

    /// <summary>What a circuit that began with this snapshot shows in the end: a status a seat. Null: a delta is not known.</summary>
    private byte[]? StatusesAfter(SeatFrame snapshot)
    {
        var statuses = new byte[seats];
        for (var i = 0; i < seats; i++)
        {
            statuses[i] = (byte)((snapshot.Bytes[DeltaHead + sizeof(int) + (i / 4)] >> (StatusBits * (i % 4))) & 3);
        }

        for (var version = snapshot.Version + 1; version <= Newest; version++)
        {
            if (DeltaOf(version) is not { } delta)
            {
                return null;
            }

            for (var at = DeltaHead; at < delta.Bytes.Length; at += sizeof(int))
            {
                var change = BinaryPrimitives.ReadInt32LittleEndian(delta.Bytes.AsSpan(at));
                statuses[change >> StatusBits] = (byte)(change & 3);
            }
        }

        return statuses;
    }

    /// <summary>Versions that these views never got, and one more for each that does not show in the end what is true.</summary>
    public long MissedBy(IEnumerable<SeatView> views, byte[] truth)
    {
        var isTrue = new Dictionary<SeatFrame, bool>();
        var missed = 0L;
        foreach (var view in views)
        {
            var snapshot = view.Snapshot!;
            if (!isTrue.TryGetValue(snapshot, out var shown))
            {
                isTrue[snapshot] = shown = StatusesAfter(snapshot) is { } statuses && statuses.AsSpan().SequenceEqual(truth);
            }

            missed += view.Missed + Math.Max(0, Newest - view.Version) + (shown ? 0 : 1);
        }

        return missed;
    }

    private SeatFrame? DeltaOf(long version) => _frames.TryGetValue(version, out var alike) ? alike.Find(frame => frame.IsDelta) : null;

    // Once a request: its seats have the same time. What the seller has not caused has none, as a hold that runs out.
    private (SeatRequests Requests, int Seat)[] CausesOf(byte[] delta)
    {
        var causes = new Dictionary<(SeatRequests, long), int>();
        for (var at = DeltaHead; at < delta.Length; at += sizeof(int))
        {
            var change = BinaryPrimitives.ReadInt32LittleEndian(delta.AsSpan(at));
            var seat = change >> StatusBits;
            var requests = (change & 3) switch { Held => _holds, Sold => _orders, _ => null };
            if (requests?.SentAt(seat) > 0)
            {
                causes.TryAdd((requests, requests.SentAt(seat)), seat);
            }
        }

        return [.. causes.Select(cause => (cause.Key.Item1, cause.Value))];
    }
}
