using System.Buffers.Text;

namespace Ticketing.Load.Circuits;

/// <summary>An argument of the seat map's script, as made by the application's <c>SeatFrame</c>.</summary>
internal sealed class SeatFrame(long version, byte[] text)
{
    public long Version => version;

    /// <summary>The base64url text as sent.</summary>
    public byte[] Text => text;

    public byte[] Bytes { get; } = Base64Url.DecodeFromUtf8(text);

    public bool IsDelta { get; set; }

    /// <summary>The requests that caused its changes, each with one of its seats.</summary>
    public (SeatRequests Requests, int Seat)[]? Causes { get; set; }
}
