using System.Buffers.Binary;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>The bearer token in an <see cref="AdmissionLink"/>'s URL.</summary>
/// <param name="Use">The use of a personal link, from 1; else <see cref="AnyUse"/>.</param>
public sealed record AdmissionLinkToken(PerformanceId Performance, Guid Link, int Use)
{
    public const int AnyUse = 0;

    private const int LinkAt = 16;
    private const int UseAt = LinkAt + 16;
    private const int ContentBytes = UseAt + 4;

    public string ToToken(RoomKeys keys)
    {
        Span<byte> content = stackalloc byte[ContentBytes];
        Performance.Value.TryWriteBytes(content, bigEndian: true, out _);
        Link.TryWriteBytes(content[LinkAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(content[UseAt..], Use);
        return SignedToken.Write(content, keys.Current.Id, keys.Current.Link);
    }

    /// <summary>The token, if its signature is valid; else null.</summary>
    public static AdmissionLinkToken? Read(string? token, RoomKeys keys) =>
        SignedToken.TryRead(token, ContentBytes, keys, set => set.Link, out var content, out _)
            ? new AdmissionLinkToken(
                new PerformanceId(new Guid(content.AsSpan(0, LinkAt), bigEndian: true)),
                new Guid(content.AsSpan(LinkAt, UseAt - LinkAt), bigEndian: true),
                BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(UseAt)))
            : null;
}
