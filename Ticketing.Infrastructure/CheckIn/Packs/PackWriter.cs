using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.CheckIn.Doors;

namespace Ticketing.Infrastructure.CheckIn.Packs;

/// <summary>Writes a pack as JSON, compressed by Brotli.</summary>
internal static class PackWriter
{
    /// <summary>The lowest version of the app that can decide by a pack of this server.</summary>
    public const int MinVersion = 1;

    // Most of a pack is cipher text in Base64, which any quality brings to three quarters: a higher one takes seconds for some percent of the rest.
    private const CompressionLevel Level = CompressionLevel.Fastest;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="sealedNotes">For devices without search; null: none.</param>
    /// <param name="search">For devices with search: nonce, cipher text and tag; null: none.</param>
    /// <returns>The compressed pack and its length before.</returns>
    public static (byte[] Brotli, long Length) Write(
        DoorHead head, long seq, DateTimeOffset at, byte[] rows, byte[]? sealedNotes, byte[]? search)
    {
        using var packed = new MemoryStream();
        long length;
        using (var brotli = new BrotliStream(packed, Level, leaveOpen: true))
        using (var counted = new CountingStream(brotli))
        using (var json = new Utf8JsonWriter(counted, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("format", CheckInRules.PackFormat);
            json.WriteString("epoch", head.Epoch);
            json.WriteNumber("seq", seq);
            json.WriteNumber("at", at.ToUnixTimeMilliseconds());
            json.WriteNumber("minVersion", MinVersion);
            WritePerformance(json, head.Rules.Date);
            WriteOthers(json, head);
            WriteKeys(json, head);
            WriteGates(json, head);
            WriteNumber(json, "capacity", head.Rules.Capacity);
            WriteTexts(json, "tiers", head.Tiers);
            WriteTexts(json, "sections", head.Plan.Sections.Select(section => section.Name));
            WriteRows(json, head);
            json.WriteStartObject("tickets");
            json.WriteNumber("count", rows.Length / PackedTicket.Length);
            json.WriteBase64String("rows", rows);
            json.WriteEndObject();
            WriteSealed(json, sealedNotes, search);
            json.WriteEndObject();
            json.Flush();
            length = counted.Count;
        }

        return (packed.ToArray(), length);
    }

    /// <summary>The parts of <c>search</c>: the nonce, and what is behind it.</summary>
    public static (byte[] Nonce, byte[] Data) SearchParts(byte[] search) => (search[..12], search[12..]);

    private static void WritePerformance(Utf8JsonWriter json, DoorDate date)
    {
        json.WriteStartObject("performance");
        json.WriteString("id", date.Id.ToString());
        json.WriteString("title", date.Title);
        json.WriteString("venue", date.Venue);
        json.WriteNumber("startsAt", date.StartsAt.ToUnixTimeMilliseconds());
        json.WriteNumber("endsAt", date.EndsAt.ToUnixTimeMilliseconds());
        json.WriteString("timeZone", date.TimeZone);
        json.WriteEndObject();
    }

    private static void WriteOthers(Utf8JsonWriter json, DoorHead head)
    {
        json.WriteStartArray("others");
        foreach (var other in head.Others)
        {
            json.WriteStartObject();
            json.WriteString("id", other.Id.ToString());
            json.WriteString("title", other.Title);
            json.WriteNumber("startsAt", other.StartsAt.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKeys(Utf8JsonWriter json, DoorHead head)
    {
        json.WriteStartArray("keys");
        foreach (var key in head.Keys)
        {
            json.WriteStartObject();
            json.WriteString("id", key.Id.ToString());
            json.WriteString("performance", key.Performance.ToString());
            json.WriteBase64String("spki", key.SubjectPublicKeyInfo.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGates(Utf8JsonWriter json, DoorHead head)
    {
        json.WriteStartArray("gates");
        foreach (var gate in head.Rules.Gates)
        {
            json.WriteStartObject();
            json.WriteString("id", gate.Id.ToString());
            json.WriteString("name", gate.Name);
            WriteNumbers(json, "sections", head.SectionsOf(gate.Sections));
            WriteNumbers(json, "tiers", head.TiersOf(gate.Tiers));
            json.WriteString("policy", gate.Policy.ToWord());
            WriteTime(json, "opensAt", gate.OpensAt);
            WriteTime(json, "closesAt", gate.ClosesAt);
            WriteNumber(json, "capacity", gate.Capacity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Seats by runs, which have consecutive numbers; places of an area by their count.
    private static void WriteRows(Utf8JsonWriter json, DoorHead head)
    {
        json.WriteStartArray("rows");
        foreach (var run in head.Plan.Runs)
        {
            json.WriteStartArray();
            json.WriteNumberValue(run.Section);
            json.WriteStringValue(run.Row);
            json.WriteNumberValue(run.First);
            json.WriteStartArray();
            for (var seat = run.First; seat < run.End; seat++)
            {
                json.WriteStringValue(head.Plan.NumberOf(new SeatIndex(seat)));
            }

            json.WriteEndArray();
            json.WriteEndArray();
        }

        foreach (var (number, section) in head.Plan.Sections.Index().Where(section => section.Item.Area is not null))
        {
            json.WriteStartArray();
            json.WriteNumberValue(number);
            json.WriteStringValue("");
            json.WriteNumberValue(section.First);
            json.WriteNumberValue(section.Count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSealed(Utf8JsonWriter json, byte[]? sealedNotes, byte[]? search)
    {
        if (sealedNotes is null)
        {
            json.WriteNull("sealed");
        }
        else
        {
            json.WriteBase64String("sealed", sealedNotes);
        }

        if (search is null)
        {
            json.WriteNull("search");
            return;
        }

        var (nonce, data) = SearchParts(search);
        json.WriteStartObject("search");
        json.WriteBase64String("nonce", nonce);
        json.WriteBase64String("data", data);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, int[] numbers)
    {
        json.WriteStartArray(name);
        Array.ForEach(numbers, json.WriteNumberValue);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            json.WriteNumber(name, time.ToUnixTimeMilliseconds());
        }
        else
        {
            json.WriteNull(name);
        }
    }

    // Counts what is written to the stream behind it, and does not close that.
    private sealed class CountingStream(Stream behind) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => behind.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Count += buffer.Length;
            behind.Write(buffer);
        }
    }
}
