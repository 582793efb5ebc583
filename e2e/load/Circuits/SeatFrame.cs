using System.Buffers.Text;

namespace Ticketing.Load.Circuits;

/// <summary>What the seat map's script is given, as <c>SeatFrame</c> of the application makes it.</summary>
internal sealed class SeatFrame(long version, byte[] text)
{
    public long Version => version;

    /// <summary>As it is sent.</summary>
    public byte[] Text => text;

    public byte[] Bytes { get; } = Base64Url.DecodeFromUtf8(text);

    public bool IsDelta { get; set; }

    /// <summary>The requests that changed something in it, each by one of its seats.</summary>
    public (SeatRequests Requests, int Seat)[]? Causes { get; set; }
}
