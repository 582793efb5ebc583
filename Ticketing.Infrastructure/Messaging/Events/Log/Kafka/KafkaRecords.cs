using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>The end of a batch. Every partition has it, behind the batch's facts.</summary>
/// <param name="Number">The batch's number; those of batches that follow each other follow each other.</param>
/// <param name="Cursor">How far the log is filled with this batch.</param>
/// <param name="IsReset">Whether facts before it no longer count.</param>
/// <param name="Partitions">The number of partitions that have this mark.</param>
/// <param name="Trimmed">Positions, one per stream, up to which every consumer has applied facts; null: unknown.</param>
internal sealed record LogMark(long Number, FactCursor Cursor, bool IsReset, int Partitions, IReadOnlyList<FactPosition>? Trimmed);

/// <summary>A record of the topic: a fact of a batch, or the mark at its end.</summary>
internal readonly record struct LogRecord(long Batch, Fact? Fact, LogMark? Mark);

/// <summary>
/// Facts and marks as Kafka's records. A fact's key is its aggregate, its value the payload, the rest is in headers: other programs read
/// the topic without knowing this one. A mark has no key.
/// </summary>
internal static class KafkaRecords
{
    private const string Id = "id";
    private const string Type = "type";
    private const string Aggregate = "aggregate";
    private const string Organization = "organization";
    private const string TraceParent = "traceparent";
    private const string Time = "time";
    private const string Position = "position";
    private const string Batch = "batch";
    private const string Mark = "mark";

    public static Message<string?, string> Write(Fact fact, long batch)
    {
        var headers = new Headers
        {
            { Id, Bytes(fact.Id.ToString()) },
            { Type, Bytes(fact.Type) },
            { Aggregate, Bytes(fact.AggregateType) },
            { Time, Bytes(fact.CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)) },
            { Position, Bytes(fact.Position.ToString()) },
            { Batch, Bytes(batch.ToString(CultureInfo.InvariantCulture)) },
        };
        if (fact.OrganizationId is { } organization)
        {
            headers.Add(Organization, Bytes(organization.ToString()));
        }

        if (fact.TraceParent is { } trace)
        {
            headers.Add(TraceParent, Bytes(trace));
        }

        return new Message<string?, string> { Key = fact.AggregateId, Value = fact.Payload, Headers = headers };
    }

    public static Message<string?, string> Write(LogMark mark) => new()
    {
        Value = JsonSerializer.Serialize(
            new MarkText(mark.Number, mark.Cursor.ToString(), mark.IsReset, mark.Partitions, mark.Trimmed?.Select(position => position.ToString()).ToArray()),
            JsonSerializerOptions.Web),
        Headers = new Headers { { Mark, Bytes("1") } },
    };

    /// <returns>Null: another program's record.</returns>
    /// <exception cref="FormatException">A header is none of <see cref="Write(Fact, long)"/>.</exception>
    /// <exception cref="JsonException">The value is no mark.</exception>
    public static LogRecord? Read(Message<string?, string> message)
    {
        if (Find(message.Headers, Mark) is not null)
        {
            var text = JsonSerializer.Deserialize<MarkText>(message.Value, JsonSerializerOptions.Web) ?? throw new JsonException("The mark is null.");
            var mark = new LogMark(
                text.Number, FactCursor.Parse(text.Cursor), text.IsReset, text.Partitions, text.Trimmed?.Select(FactPosition.Parse).ToArray());
            return new LogRecord(mark.Number, null, mark);
        }

        return message.Key is { } aggregate && Find(message.Headers, Position) is { } position && Find(message.Headers, Batch) is { } batch
            ? new LogRecord(long.Parse(batch, CultureInfo.InvariantCulture), FactOf(message, aggregate, FactPosition.Parse(position)), null)
            : null;
    }

    private static Fact FactOf(Message<string?, string> message, string aggregate, FactPosition position) => new(
        Guid.Parse(Required(message.Headers, Id), CultureInfo.InvariantCulture),
        Required(message.Headers, Type),
        Required(message.Headers, Aggregate),
        aggregate,
        Find(message.Headers, Organization) is { } organization ? Guid.Parse(organization, CultureInfo.InvariantCulture) : null,
        DateTimeOffset.ParseExact(Required(message.Headers, Time), "O", CultureInfo.InvariantCulture),
        Find(message.Headers, TraceParent),
        message.Value,
        position);

    private static string Required(Headers headers, string name) => Find(headers, name) ?? throw new FormatException($"A fact has no header {name}.");

    private static string? Find(Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record MarkText(long Number, string Cursor, bool IsReset, int Partitions, string[]? Trimmed);
}
