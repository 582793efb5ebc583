using System.Collections.Immutable;
using System.Text.Json;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

public sealed partial class CompiledPlan
{
    private const int GeometryFormat = 1;

    /// <summary>The plan's geometry for browsers: UTF-8 JSON, served at an immutable URL.</summary>
    public byte[] ToGeometryJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("format", GeometryFormat);
            json.WriteString("id", Id);
            json.WriteString("name", Name);
            WriteNumbers(json, "bounds", [Bounds.MinX, Bounds.MinY, Bounds.MaxX, Bounds.MaxY]);
            json.WriteNumber("seatCount", PlaceCount);
            json.WriteNumber("placed", PlacedCount);
            json.WriteNumber("seatRadius", SeatRadius);
            WriteObjects(json, "categories", Categories, WriteCategory);
            WriteObjects(json, "sections", Sections, WriteSection);
            WriteObjects(json, "rows", Runs, WriteRow);
            WriteDeltas(json, "x", _seats.X);
            WriteDeltas(json, "y", _seats.Y);
            WriteSeatNumbers(json);
            json.WriteBase64String("categoryOf", _seats.Category);
            json.WriteBase64String("kindOf", _seats.Kind);
            WriteObjects(json, "decor", Decor, WriteDecor);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteCategory(Utf8JsonWriter json, CompiledCategory category)
    {
        json.WriteString("key", category.Key);
        json.WriteString("name", category.Name);
        json.WriteString("color", category.Color);
    }

    private static void WriteSection(Utf8JsonWriter json, CompiledSection section)
    {
        json.WriteString("name", section.Name);
        json.WriteNumber("first", section.First);
        json.WriteNumber("count", section.Count);
        WriteNumbers(json, "outline", section.Outline.AsSpan());
        WriteNumbers(json, "label", [section.LabelX, section.LabelY]);
        if (section.Area is { } area)
        {
            json.WriteStartObject("area");
            json.WriteString("kind", area.Kind == AreaKind.Standing ? "standing" : "free");
            json.WriteEndObject();
            json.WriteNumber("category", area.Category);
        }
        else
        {
            json.WriteNull("area");
        }

        if (section.Entrance is not null)
        {
            json.WriteString("entrance", section.Entrance);
        }
    }

    private static void WriteRow(Utf8JsonWriter json, CompiledRun run)
    {
        json.WriteNumber("section", run.Section);
        json.WriteString("name", run.Row);
        json.WriteNumber("first", run.First);
        json.WriteNumber("count", run.Count);
    }

    private void WriteSeatNumbers(Utf8JsonWriter json)
    {
        json.WriteStartArray("numbers");
        foreach (var number in _seats.Number)
        {
            json.WriteStringValue(_seats.Numbers[number]);
        }

        json.WriteEndArray();
    }

    private static void WriteDecor(Utf8JsonWriter json, CompiledDecor decor)
    {
        switch (decor)
        {
            case CompiledStage stage:
                json.WriteString("type", "stage");
                WriteNumbers(json, "points", stage.Points.AsSpan());
                json.WriteString("text", stage.Text);
                break;
            case CompiledText text:
                json.WriteString("type", "text");
                WriteNumbers(json, "at", [text.X, text.Y]);
                json.WriteNumber("size", text.Size);
                json.WriteString("text", text.Text);
                json.WriteNumber("rotate", text.Rotate);
                break;
            case CompiledShape shape:
                json.WriteString("type", "shape");
                WriteNumbers(json, "points", shape.Points.AsSpan());
                json.WriteString("fill", JsonNamingPolicy.CamelCase.ConvertName(shape.Fill.ToString()));
                break;
        }
    }

    private static void WriteObjects<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteDeltas(Utf8JsonWriter json, string name, int[] values)
    {
        json.WriteStartArray(name);
        var previous = 0;
        foreach (var value in values)
        {
            json.WriteNumberValue(value - previous);
            previous = value;
        }

        json.WriteEndArray();
    }
}
