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

    /// <summary>When each request was sent that changed something in it.</summary>
    public long[]? AskedAt { get; set; }
}
