using System.Buffers.Binary;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>The right to choose seats of one performance until an expiry time. Verified by its signature, without Redis.</summary>
/// <param name="Place">The queue place it was issued for; negative for a skip-the-line link.</param>
public sealed record AdmissionPass(PerformanceId Performance, long Place, QueueOwner Owner, DateTimeOffset ExpiresAt)
{
    private const int PlaceAt = 16;
    private const int OwnerAt = PlaceAt + 8;
    private const int ExpiresAtAt = OwnerAt + QueueOwner.Bytes;
    private const int ContentBytes = ExpiresAtAt + 8;

    public string ToToken(RoomKeys keys)
    {
        Span<byte> content = stackalloc byte[ContentBytes];
        Performance.Value.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[PlaceAt..], Place);
        Owner.Write(content[OwnerAt..]);
        BinaryPrimitives.WriteInt64BigEndian(content[ExpiresAtAt..], ExpiresAt.ToUnixTimeMilliseconds());
        return SignedToken.Write(content, keys.Current.Id, keys.Current.Pass);
    }

    /// <summary>The pass, if its signature is valid; else null.</summary>
    public static AdmissionPass? Read(string? token, RoomKeys keys) =>
        SignedToken.TryRead(token, ContentBytes, keys, set => set.Pass, out var content, out _)
            ? new AdmissionPass(
                new PerformanceId(new Guid(content.AsSpan(0, PlaceAt), bigEndian: true)),
                BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(PlaceAt)),
                QueueOwner.Read(content.AsSpan(OwnerAt, QueueOwner.Bytes)),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(ExpiresAtAt))))
            : null;

    /// <summary>Whether it admits one of <paramref name="owners"/> (the account, the device) to a performance's seats.</summary>
    public bool Admits(PerformanceId performance, ReadOnlySpan<QueueOwner> owners, DateTimeOffset now) =>
        Performance == performance && now < ExpiresAt && owners.Contains(Owner);
}
