using System.Buffers.Binary;
using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// A place in the queue as a signed token; the server stores nothing per visitor. The number is encrypted, so that a visitor cannot infer
/// their order of joining or that the join was classified as suspicious.
/// </summary>
/// <param name="Number">See <see cref="QueueNumber"/>.</param>
/// <param name="Epoch">The epoch in which it was issued; see <see cref="RoomMarks.Epoch"/>.</param>
public sealed record QueueTicket(PerformanceId Performance, QueueNumber Number, int Epoch, QueueOwner Owner, DateTimeOffset JoinedAt)
{
    private const int NumberAt = 16;
    private const int NonceAt = NumberAt + 8;
    private const int EpochAt = NonceAt + 8;
    private const int OwnerAt = EpochAt + 4;
    private const int JoinedAtAt = OwnerAt + QueueOwner.Bytes;
    private const int ContentBytes = JoinedAtAt + 8;

    public string ToToken(RoomKeys keys)
    {
        Span<byte> content = stackalloc byte[ContentBytes];
        Performance.Value.TryWriteBytes(content, bigEndian: true, out _);
        RandomNumberGenerator.Fill(content[NonceAt..EpochAt]);
        BinaryPrimitives.WriteInt64BigEndian(content[NumberAt..], Number.Value ^ Pad(content[NonceAt..EpochAt], keys.Current.Seal));
        BinaryPrimitives.WriteInt32BigEndian(content[EpochAt..], Epoch);
        Owner.Write(content[OwnerAt..]);
        BinaryPrimitives.WriteInt64BigEndian(content[JoinedAtAt..], JoinedAt.ToUnixTimeMilliseconds());
        return SignedToken.Write(content, keys.Current.Id, keys.Current.Ticket);
    }

    /// <summary>The ticket, if its signature is valid; else null. The caller checks owner and performance.</summary>
    public static QueueTicket? Read(string? token, RoomKeys keys)
    {
        if (!SignedToken.TryRead(token, ContentBytes, keys, set => set.Ticket, out var content, out var set))
        {
            return null;
        }

        var sealedNumber = BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(NumberAt));
        return new QueueTicket(
            new PerformanceId(new Guid(content.AsSpan(0, NumberAt), bigEndian: true)),
            new QueueNumber(sealedNumber ^ Pad(content.AsSpan(NonceAt..EpochAt), set.Seal)),
            BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(EpochAt)),
            QueueOwner.Read(content.AsSpan(OwnerAt, QueueOwner.Bytes)),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(JoinedAtAt))));
    }

    private static long Pad(ReadOnlySpan<byte> nonce, byte[] key)
    {
        Span<byte> pad = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, nonce, pad);
        return BinaryPrimitives.ReadInt64BigEndian(pad);
    }
}
