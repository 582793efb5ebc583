using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Load.Report;

namespace Ticketing.Load.Circuits;

/// <summary>
/// Seat frames received by circuits, each stored once, and the times of the requests that caused them. Used by the event loop's
/// thread; others read the histograms concurrently.
/// </summary>
internal sealed class SeatUpdates(int seats)
{
    private const int DeltaHead = sizeof(long);

    // Base64 characters that include the version.
    private const int HeadChars = 12;
    private const int StatusBits = 2;
    private const int Held = 1;
    private const int Sold = 2;

    private readonly Dictionary<long, List<SeatFrame>> _frames = [];
    private readonly SeatRequests _holds = new(seats);
    private readonly SeatRequests _orders = new(seats);

    public int Seats => seats;

    /// <summary>
    /// From the response to a hold or order to the delta with its seats, for each circuit; 0 where the delta came before the
    /// response.
    /// </summary>
    public Histogram Times { get; } = new();

    /// <summary>The same from sending the request.</summary>
    public Histogram TimesFromRequest { get; } = new();

    /// <summary>Deltas and snapshots read by all circuits.</summary>
    public long FramesRead { get; private set; }

    /// <summary>The newest version that any circuit received.</summary>
    public long Newest { get; private set; }

    public SeatRequests Holds => _holds;

    public SeatRequests Orders => _orders;

    /// <summary>The shared copy of a received frame.</summary>
    /// <param name="arguments">Arguments of the script's function: <c>["base64url"]</c>.</param>
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

    /// <summary>Records the arrival of a delta at one circuit.</summary>
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

    /// <summary>Records a snapshot that replaced the deltas of a slow circuit.</summary>
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

    /// <summary>The final seat statuses of a circuit that started from a snapshot. Null: a delta is missing.</summary>
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

    /// <summary>The number of missed versions, plus one for each view whose final state differs from the database.</summary>
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

    // Once per request: its seats share one time. Changes without a request, such as expiries, have no cause.
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
