using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>A ticket in a pack: 18 bytes, big endian.</summary>
/// <remarks>
/// <code>
/// offset  0  8 bytes  ref
///         8  3 bytes  seat index, 0xFFFFFF: none
///        11  1 byte   tier
///        12  1 byte   bits 0-3 admission, 4-5 entry, 6: has a note, 7: check the ID
///        13  1 byte   gate of the last entry or exit, its number in the pack; 255: none
///        14  4 bytes  its time, seconds since the epoch; 0: none
/// </code>
/// </remarks>
public readonly record struct PackedTicket(
    TicketRef Ref, int? Seat, int Tier, AdmissionState State, EntryState Entry, bool HasNote, bool ChecksId, int? Gate, DateTimeOffset? LastAt)
{
    public const int Length = 18;
    public const int TiersMax = 255;
    public const int GatesMax = 255;

    private const int NoSeat = 0xFFFFFF;
    private const byte NoGate = 255;

    public void Write(Span<byte> row)
    {
        BinaryPrimitives.WriteUInt64BigEndian(row, Ref.Value);
        var seat = Seat is >= 0 and < NoSeat ? Seat.Value : NoSeat;
        (row[8], row[9], row[10]) = ((byte)(seat >> 16), (byte)(seat >> 8), (byte)seat);
        row[11] = (byte)Tier;
        row[12] = (byte)((int)State | ((int)Entry << 4) | (HasNote ? 1 << 6 : 0) | (ChecksId ? 1 << 7 : 0));
        row[13] = Gate is >= 0 and < GatesMax ? (byte)Gate.Value : NoGate;
        BinaryPrimitives.WriteUInt32BigEndian(row[14..], LastAt is { } at ? (uint)Math.Clamp(at.ToUnixTimeSeconds(), 0, uint.MaxValue) : 0);
    }

    public static PackedTicket Read(ReadOnlySpan<byte> row)
    {
        var seat = (row[8] << 16) | (row[9] << 8) | row[10];
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(row[14..]);
        return new PackedTicket(
            new TicketRef(BinaryPrimitives.ReadUInt64BigEndian(row)), seat == NoSeat ? null : seat, row[11], (AdmissionState)(row[12] & 15),
            (EntryState)((row[12] >> 4) & 3), (row[12] & 64) != 0, (row[12] & 128) != 0, row[13] == NoGate ? null : row[13],
            seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds));
    }
}

/// <summary>
/// Names and notes under keys of their tickets: legible only with the ticket in front. The key is HKDF-SHA256 of the ticket's id, the cipher
/// AES-128-GCM with a random nonce in front and the tag behind.
/// </summary>
public static class SealedNote
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 16;

    private static ReadOnlySpan<byte> Info => "ticketing/checkin-note/v1"u8;

    /// <summary>Nonce, cipher text and tag.</summary>
    public static byte[] Seal(TicketId ticket, ReadOnlySpan<byte> text)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(ticket, key);
        return Seal(key, text);
    }

    /// <summary>The text; throws if the bytes were not sealed for this ticket.</summary>
    /// <exception cref="CryptographicException">They are another ticket's, or were changed.</exception>
    public static string Open(TicketId ticket, ReadOnlySpan<byte> note)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(ticket, key);
        return Encoding.UTF8.GetString(Open(key, note));
    }

    /// <summary>Nonce, cipher text and tag under a key of 16 or 32 bytes.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        var note = new byte[NonceLength + text.Length + TagLength];
        RandomNumberGenerator.Fill(note.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(note.AsSpan(0, NonceLength), text, note.AsSpan(NonceLength, text.Length), note.AsSpan(NonceLength + text.Length));
        return note;
    }

    /// <exception cref="CryptographicException">It is another key's, or was changed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> note)
    {
        if (note.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The note is too short.");
        }

        var text = new byte[note.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(note[..NonceLength], note.Slice(NonceLength, text.Length), note[(NonceLength + text.Length)..], text);
        return text;
    }

    private static void DeriveKey(TicketId ticket, Span<byte> key)
    {
        Span<byte> id = stackalloc byte[16];
        Invariant.Holds(ticket.Value.TryWriteBytes(id, bigEndian: true, out _));
        HKDF.DeriveKey(HashAlgorithmName.SHA256, id, key, [], Info);
    }
}
