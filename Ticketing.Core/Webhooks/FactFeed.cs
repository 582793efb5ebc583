using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Core.Access;

namespace Ticketing.Core.Webhooks;

/// <summary>
/// Reads the facts of the organizations that the caller owns, of the types that webhooks carry, in the order of their transactions: the same
/// facts, for programs that cannot be called. Owners and admins only, as with webhooks.
/// </summary>
/// <param name="After">The mark of the page before; null: from the oldest that is kept.</param>
/// <param name="Types">From <see cref="WebhookTypes.All"/>.</param>
/// <param name="Limit">From 1 to <see cref="FactFeed.LimitMax"/>.</param>
public sealed record ReadFacts(FactMark? After, IReadOnlyList<string> Types, int Limit, Caller Caller);

public enum ReadFactsRefusal
{
    /// <summary>The caller owns no organization.</summary>
    OwnersOnly,
}

/// <summary>A page of facts.</summary>
/// <param name="Next">Where the next page begins, also if there is none yet.</param>
/// <param name="HasMore">
/// Whether to ask again at once. A page can be short, or empty, although there is more: of all facts a limited number is looked at.
/// </param>
public sealed record FactFeed(IReadOnlyList<FactItem> Items, FactMark Next, bool HasMore)
{
    public const int LimitMax = 500;
}

/// <summary>
/// A fact as JSON: <see cref="WebhookBody"/> without its sequence. That is numbered as deliveries are made, and the feed keeps none: its
/// items have their order by their place.
/// </summary>
/// <param name="Organization">The organization whose fact it is.</param>
/// <param name="Data">By type: <see cref="OrderWebhook"/> for <c>order.*</c>.</param>
public sealed record FactItem(Guid Id, string Type, DateTimeOffset CreatedAt, Guid Organization, object Data);

/// <summary>A place in the outbox: facts have an order by their transactions and, within one, by their ids.</summary>
public readonly record struct FactMark(long Transaction, Guid Id)
{
    private const int Length = 8 + 16;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out FactMark mark)
    {
        ArgumentNullException.ThrowIfNull(text);
        mark = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length)
        {
            return false;
        }

        mark = new FactMark(BinaryPrimitives.ReadInt64BigEndian(bytes), new Guid(bytes[8..], bigEndian: true));
        return mark.Transaction >= 0;
    }

    /// <summary>Text that is opaque to clients.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Transaction);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
