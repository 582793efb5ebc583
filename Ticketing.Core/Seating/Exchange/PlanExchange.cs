using System.Text.Json;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// Reads plans from files of this and other applications, and writes them. Bad input is refused with a reason; it never throws. Lengths
/// are centimetres.
/// </summary>
public static class PlanExchange
{
    private const string DefaultName = "Plan";

    // Members that hold the plan in files of several applications.
    private static readonly string[] Wrappers = ["layout", "plan", "seating_plan", "seatingPlan", "data"];

    /// <summary>Reads a file of any kind of <see cref="PlanFileKind"/>.</summary>
    /// <param name="file">JSON in UTF-8, with or without a byte order mark.</param>
    /// <param name="limits">Null: <see cref="ExchangeLimits.Default"/>.</param>
    /// <param name="idPrefix">
    /// Begins the ids of the objects of a foreign file (at most 20 characters): ids must be new in a plan that has objects already.
    /// </param>
    public static PlanReading Read(ReadOnlyMemory<byte> file, ExchangeLimits? limits = null, string idPrefix = "")
    {
        limits ??= ExchangeLimits.Default;
        ArgumentNullException.ThrowIfNull(idPrefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(idPrefix.Length, 20);
        if (file.Length > limits.BytesMax)
        {
            return Refused(PlanReadRefusal.TooLarge, $"The file has more than {limits.BytesMax} bytes.");
        }

        var json = file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file;
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions
            {
                MaxDepth = ExchangeLimits.DepthMax,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            });
            return Read(Unwrapped(parsed.RootElement), limits, idPrefix);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text with half a surrogate pair is valid JSON, and no text: reading it throws the second.
            return Refused(PlanReadRefusal.NotJson, e.Message);
        }
    }

    /// <summary>Reads a stream from its position, at most up to the limit of bytes.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<PlanReading> ReadAsync(
        Stream file, ExchangeLimits? limits = null, string idPrefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        limits ??= ExchangeLimits.Default;
        using var read = new MemoryStream();
        var buffer = new byte[81_920];
        while (read.Length <= limits.BytesMax && await file.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await read.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return Read(read.GetBuffer().AsMemory(0, (int)read.Length), limits, idPrefix);
    }

    /// <summary>This application's plan document, without loss.</summary>
    public static WrittenPlan WriteOwn(PlanDocument document) =>
        new(JsonSerializer.SerializeToUtf8Bytes(document, PlanDocumentContext.Default.PlanDocument), "application/json", []);

    /// <summary>
    /// pretix' seating plan: 1 pixel is 2.5 cm. Seats keep their labels, positions and categories; the notes name what has no counterpart.
    /// </summary>
    /// <param name="externalIds">The seats' ids of an earlier import; other seats get an id of their key.</param>
    public static WrittenPlan WritePretix(PlanDocument document, IReadOnlyDictionary<SeatKey, string>? externalIds = null) =>
        new PretixWriter(document, externalIds).Write();

    /// <summary>A line per seat and per area, for spreadsheets; texts that a spreadsheet would run as a formula are neutralised.</summary>
    /// <param name="separator">Between cells; spreadsheets in German expect a semicolon.</param>
    /// <param name="texts">The headings; null: English.</param>
    public static WrittenPlan WriteCsv(PlanDocument document, char separator = ',', PlanPrintTexts? texts = null) =>
        SeatCsv.Write(document, separator, texts ?? new PlanPrintTexts());

    /// <summary>A drawing for print: seats with numbers, rows, sections, stages and a legend.</summary>
    /// <param name="texts">The legend's words; null: English.</param>
    public static WrittenPlan WriteSvg(PlanDocument document, PlanPrintTexts? texts = null) =>
        new PlanSvg(document, texts ?? new PlanPrintTexts()).Write();

    private static JsonElement Unwrapped(JsonElement root) =>
        root.Field("zones", "objects", "format") is null && root.Field(Wrappers) is { ValueKind: JsonValueKind.Object } inner
        && inner.Field("zones", "objects", "floors", "rows", "grid", "cells") is not null
            ? inner
            : root;

    private static PlanReading Read(JsonElement root, ExchangeLimits limits, string idPrefix)
    {
        if (root.Field("objects")?.ValueKind == JsonValueKind.Array || root.Field("format").AsNumber() is not null)
        {
            return ReadOwn(root, limits);
        }

        var notes = new NoteList(limits.NotesMax);
        var plan = new ImportedPlan(notes, limits.SeatsMax);
        if (ReadForeign(root, plan) is not { } source)
        {
            return Refused(PlanReadRefusal.UnknownShape, "The JSON has neither zones, rows nor cells of a seating plan.");
        }

        if (plan.IsTooLarge)
        {
            return Refused(PlanReadRefusal.TooManySeats, $"The plan has more than {limits.SeatsMax} seats.", source);
        }

        var assembler = new PlanAssembler(plan, idPrefix);
        var document = assembler.Assemble(DefaultName);
        return document switch
        {
            { Sections.Count: 0 } => Refused(PlanReadRefusal.NothingToSeat, "The file has no seats.", source),
            { Objects.Count: > PlanLimits.ObjectsMax } or { Sections.Count: > PlanLimits.SectionsMax } => Refused(
                PlanReadRefusal.TooManyObjects,
                $"The drawing has more than {PlanLimits.ObjectsMax} objects or {PlanLimits.SectionsMax} sections.", source),
            _ => new PlanReading(document, source, notes.ToList(), assembler.ExternalIds),
        };
    }

    private static PlanFileKind? ReadForeign(JsonElement root, ImportedPlan plan)
    {
        if (PretixReader.Recognizes(root))
        {
            new PretixReader(plan).Read(root);
            return PlanFileKind.Pretix;
        }

        if (NumberedRowsReader.Recognizes(root))
        {
            new NumberedRowsReader(plan).Read(root);
            return PlanFileKind.NumberedRows;
        }

        if (GridReader.Recognizes(root))
        {
            new GridReader(plan).Read(root);
            return PlanFileKind.Grid;
        }

        return null;
    }

    private static PlanReading ReadOwn(JsonElement root, ExchangeLimits limits)
    {
        if (!PlanDocumentJson.TryRead(root.GetRawText(), out var document, out var error))
        {
            return Refused(PlanReadRefusal.InvalidPlan, error, PlanFileKind.Own);
        }

        var places = document.Objects.Sum(PlacesOf);
        return places switch
        {
            0 => Refused(PlanReadRefusal.NothingToSeat, "The plan has no seats and no areas.", PlanFileKind.Own),
            _ when places > limits.SeatsMax =>
                Refused(PlanReadRefusal.TooManySeats, $"The plan has more than {limits.SeatsMax} seats.", PlanFileKind.Own),
            _ when document.Objects.Count > PlanLimits.ObjectsMax =>
                Refused(PlanReadRefusal.TooManyObjects, $"The drawing has more than {PlanLimits.ObjectsMax} objects.", PlanFileKind.Own),
            _ => new PlanReading(document, PlanFileKind.Own, [], new Dictionary<string, SeatKey>()),
        };
    }

    // Before overrides; a value out of range is a problem of the draft, and counts as nothing here.
    private static double PlacesOf(PlanObject drawn) => drawn switch
    {
        RowObject row => Math.Max(row.Seats, 0),
        BlockObject block => Math.Max(block.Rows, 0) * Math.Max(block.Seats + ((block.Rows - 1) * block.SeatGrowth / 2), 0),
        TableObject table => Math.Max(table.Seats, 0),
        AreaObject area => Math.Max(area.Capacity, 1),
        _ => 0,
    };

    private static PlanReading Refused(PlanReadRefusal refusal, string detail, PlanFileKind? source = null) =>
        new(null, source, [], new Dictionary<string, SeatKey>(), refusal, detail);
}
