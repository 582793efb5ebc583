using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The owner of a place: an account, or without one the device (the buyer's cookie; for API clients the hold's secret). The first 128
/// bits of a SHA-256, so that neither a ticket nor Redis reveals an identity.
/// </summary>
public readonly record struct QueueOwner
{
    public const int Bytes = 16;

    private readonly UInt128 _hash;

    private QueueOwner(UInt128 hash) => _hash = hash;

    public static QueueOwner OfAccount(UserId user) => Of("account:" + user.Value.ToString("N"));

    /// <param name="key">The buyer's cookie or a hold's secret, as text.</param>
    public static QueueOwner OfDevice(string key) => OfHolder(HoldOwner.OfKey(key));

    /// <summary>The device of a hold owner.</summary>
    public static QueueOwner OfHolder(HoldOwner owner) => Of("device:" + Convert.ToHexStringLower(owner.Hash.Span));

    public static QueueOwner Read(ReadOnlySpan<byte> bytes) =>
        new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public void Write(Span<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _hash);

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    private static QueueOwner Of(string text) => Read(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
}
