using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Core.Catalog;

namespace Ticketing.App.Catalog.Api;

/// <summary>
/// Keyset cursor: rank and id of a page's last event, opaque to clients. Events added or removed between two requests neither
/// repeat nor skip others.
/// </summary>
internal readonly record struct CatalogCursor(double Rank, Guid Id)
{
    private const int Length = 8 + 16;

    public static CatalogCursor Behind(CatalogHit hit) => new(hit.Rank, hit.Event.Id.Value);

    public static bool TryParse(string text, out CatalogCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 64 || !Base64Url.IsValid(text) || Base64Url.GetMaxDecodedLength(text.Length) != Length
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length)
        {
            return false;
        }

        var rank = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        cursor = new CatalogCursor(rank, new Guid(bytes[8..], bigEndian: true));
        return double.IsFinite(rank);
    }

    public bool IsBefore(CatalogHit hit) => hit.Rank > Rank || (hit.Rank == Rank && hit.Event.Id.Value.CompareTo(Id) > 0);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, Rank);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
