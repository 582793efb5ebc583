using System.Globalization;
using System.Text.Json;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>A fact as consumers see it: a row of the outbox with its place in a stream.</summary>
/// <param name="Id">The same wherever it is delivered.</param>
/// <param name="Type">The fact's type: <c>order.paid</c> …</param>
/// <param name="OrganizationId">The organization that it belongs to, if any.</param>
/// <param name="TraceParent">The trace of the request that caused it (W3C Trace Context), if any.</param>
/// <param name="Payload">JSON.</param>
public sealed record Fact(
    Guid Id, string Type, string AggregateType, string AggregateId, Guid? OrganizationId,
    DateTimeOffset CreatedAt, string? TraceParent, string Payload, FactPosition Position)
{
    /// <summary>Deserialises the payload.</summary>
    /// <exception cref="JsonException">It is not a <typeparamref name="TPayload"/>.</exception>
    public TPayload Read<TPayload>() => JsonSerializer.Deserialize<TPayload>(Payload, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>Place in a stream: the writing transaction's id and the number of the row in it, from 0, within the stream.</summary>
public readonly record struct FactPosition(long Transaction, long Ordinal) : IComparable<FactPosition>
{
    /// <summary>After all facts of <paramref name="transaction"/> and of those before it.</summary>
    public static FactPosition AfterAllOf(long transaction) => new(transaction, long.MaxValue);

    public static bool operator <(FactPosition left, FactPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(FactPosition left, FactPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(FactPosition left, FactPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FactPosition left, FactPosition right) => left.CompareTo(right) >= 0;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static FactPosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new FactPosition(
            long.Parse(text.AsSpan(0, dash), CultureInfo.InvariantCulture), long.Parse(text.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }

    public int CompareTo(FactPosition other) =>
        Transaction != other.Transaction ? Transaction.CompareTo(other.Transaction) : Ordinal.CompareTo(other.Ordinal);

    /// <summary>As Redis writes ids of stream entries: <c>transaction-ordinal</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Ordinal}");
}

/// <summary>
/// How far the log is filled: every fact of transactions up to this one has been appended. Transaction ids count within a timeline of the
/// database; a restored or failed-over database continues another one.
/// </summary>
public readonly record struct FactCursor(string Timeline, long Transaction)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static FactCursor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.LastIndexOf('/');
        return new FactCursor(text[..slash], long.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Timeline}/{Transaction}");
}

/// <summary>Distribution of facts over streams. All facts of an aggregate are in one, so they stay in order.</summary>
public static class FactStreams
{
    /// <summary>The number of streams. Positions of consumers are kept per stream: another number needs a migration of them.</summary>
    public const int Count = 16;

    // FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv): the same in every process and version.
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The stream of an aggregate, from 0.</summary>
    public static int Of(string aggregateId)
    {
        ArgumentNullException.ThrowIfNull(aggregateId);
        var hash = OffsetBasis;
        foreach (var character in aggregateId)
        {
            hash = (hash ^ character) * Prime;
        }

        return (int)(hash % Count);
    }
}
