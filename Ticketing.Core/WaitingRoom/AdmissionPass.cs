using System.Buffers.Binary;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>The right to choose seats of one performance until a time. Checked by its signature alone: also while Redis is away.</summary>
/// <param name="Place">The place it was given for; below 0 for one that came by a link.</param>
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

    /// <summary>The pass, if we made it and nobody changed it.</summary>
    public static AdmissionPass? Read(string? token, RoomKeys keys) =>
        SignedToken.TryRead(token, ContentBytes, keys, set => set.Pass, out var content, out _)
            ? new AdmissionPass(
                new PerformanceId(new Guid(content.AsSpan(0, PlaceAt), bigEndian: true)),
                BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(PlaceAt)),
                QueueOwner.Read(content.AsSpan(OwnerAt, QueueOwner.Bytes)),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(ExpiresAtAt))))
            : null;

    /// <summary>Whether it lets one of <paramref name="owners"/> (the account, the device) to the seats of a performance.</summary>
    public bool Admits(PerformanceId performance, ReadOnlySpan<QueueOwner> owners, DateTimeOffset now) =>
        Performance == performance && now < ExpiresAt && owners.Contains(Owner);
}
