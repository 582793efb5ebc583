using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Core.Catalog;

namespace Ticketing.App.Catalog.Api;

/// <summary>A <see cref="CatalogPosition"/> as text, opaque to clients.</summary>
internal static class CatalogCursor
{
    private const int Length = 8 + 16 + 8;

    // The year 9000.
    private const long SecondsMax = 221_845_392_000;

    public static bool TryParse(string text, out CatalogPosition position)
    {
        position = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 64 || !Base64Url.IsValid(text) || Base64Url.GetMaxDecodedLength(text.Length) != Length
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length)
        {
            return false;
        }

        var rank = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]);
        if (!double.IsFinite(rank) || seconds is < 0 or > SecondsMax)
        {
            return false;
        }

        position = new CatalogPosition(rank, new Guid(bytes[8..24], bigEndian: true), DateTimeOffset.FromUnixTimeSeconds(seconds));
        return true;
    }

    public static string Write(CatalogPosition position)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, position.Rank);
        position.Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], position.At.ToUnixTimeSeconds());
        return Base64Url.EncodeToString(bytes);
    }
}
