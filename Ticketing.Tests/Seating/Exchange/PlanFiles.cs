using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating.Exchange;

namespace Ticketing.Tests.Seating.Exchange;

/// <summary>Generated files of the shapes that theatres and LAN parties publish.</summary>
internal static class PlanFiles
{
    /// <summary>pretix files with zones that overlap, rows from the back, gaps, renewed or textual ids, extra members, and areas.</summary>
    public static Gen<JsonObject> Pretix =>
        from zoneCount in Gen.Choose(1, 4)
        from zones in Gen.CollectToArray(Enumerable.Range(0, zoneCount).Select(Zone))
        from categories in Gen.Choose(0, 2)
        from extras in Gen.Elements(true, false)
        select new JsonObject
        {
            ["name"] = "Stadthalle",
            ["size"] = new JsonObject { ["width"] = 1050, ["height"] = 600 },
            ["categories"] = new JsonArray([.. Enumerable.Range(0, categories).Select(i =>
                (JsonNode)new JsonObject { ["name"] = i == 0 ? "Parkett" : "", ["color"] = i == 0 ? "#36c" : "blue" })]),
            ["zones"] = new JsonArray([.. zones]),
            [extras ? "live_fit" : "name"] = extras ? new JsonObject { ["x_units"] = -3 } : "Stadthalle",
        };

    private static Gen<JsonNode> Zone(int number) =>
        from rows in Gen.Choose(1, 6)
        from seats in Gen.Choose(1, 20)
        from fromBack in Gen.Elements(true, false)
        from order in Gen.Elements("ascending", "restarted", "gaps", "odd", "words")
        from shape in Gen.Elements("line", "arc", "corner", "noisy", "twice")
        from category in Gen.Elements("Parkett", "", "Loge")
        from pitch in Gen.Elements(350, 900)
        select (JsonNode)new JsonObject
        {
            ["name"] = number == 3 ? "Zone 0" : $"Zone {number}",
            ["uuid"] = $"zone-{number}",
            ["segment_align"] = number % 2 == 0 ? "left" : new JsonArray(1, 2),
            ["position"] = new JsonObject { ["x"] = number * pitch, ["y"] = 50 },
            ["areas"] = Areas(number),
            ["rows"] = new JsonArray([.. Enumerable.Range(0, rows).Select(row => (JsonNode)new JsonObject
            {
                ["row_number"] = (fromBack ? 14 - row : row + 1).ToString(CultureInfo.InvariantCulture),
                ["row_number_position"] = "both",
                ["uuid"] = $"row-{number}-{row}",
                ["segment_breaks"] = new JsonArray(3, 7),
                ["wheelchair"] = row == 0 ? true : row == 1 ? 2 : null,
                ["position"] = new JsonObject { ["x"] = 0, ["y"] = row * 37.5 },
                ["seats"] = new JsonArray([.. Enumerable.Range(0, seats).Select(seat => Seat(number, row, seat, seats, order, shape, category))]),
            })]),
        };

    private static JsonNode Seat(int zone, int row, int seat, int seats, string order, string shape, string category)
    {
        var (x, y) = shape switch
        {
            "arc" => (400 * Math.Sin((seat - (seats / 2.0)) / 16), 400 * Math.Cos((seat - (seats / 2.0)) / 16)),
            "corner" => (seat * 25, Math.Max(0, seat - 5) * 12.5),
            "noisy" => ((seat * 25) + (seat * 7 % 5) - 2, seat * 11 % 5),
            "twice" => (seat / 2 * 25, 0),
            _ => (seat * 25.0, 0.0),
        };
        var number = order switch
        {
            "restarted" => (seat < 5 ? 11 + seat : seat - 4).ToString(CultureInfo.InvariantCulture),
            "gaps" => (seat < 3 ? seat + 1 : (seat * 2) - 1).ToString(CultureInfo.InvariantCulture),
            "odd" => ((seat * 2) + 1).ToString(CultureInfo.InvariantCulture),
            "words" => $"자리 {seat}",
            _ => (seat + 1).ToString(CultureInfo.InvariantCulture),
        };
        return new JsonObject
        {
            ["seat_number"] = number,
            ["seat_guid"] = row == 0 ? $"Tisch{zone}_Platz{seat}" : $"{zone}/{row}/{seat / 2 * 2}",
            ["uuid"] = $"other-{zone}-{row}-{seat}",
            ["position"] = new JsonObject { ["x"] = x, ["y"] = y },
            ["category"] = category,
            ["radius"] = 10,
        };
    }

    private static JsonArray Areas(int number) => new(
        new JsonObject
        {
            ["shape"] = "rectangle",
            ["color"] = "#d7c29b",
            ["rotation"] = 0,
            ["position"] = new JsonObject { ["x"] = 0, ["y"] = -40 },
            ["text"] = new JsonObject { ["text"] = number == 0 ? "Bühne" : "Bar", ["size"] = 12 },
            ["rectangle"] = new JsonObject { ["width"] = 100, ["height"] = 12.5 },
        },
        new JsonObject { ["width"] = 30, ["height"] = 20, ["text"] = "Eingang", ["position"] = new JsonObject { ["x"] = 5, ["y"] = -90 } },
        new JsonObject { ["shape"] = "cloud", ["position"] = new JsonObject { ["x"] = 5, ["y"] = -90 } });

    /// <summary>Rows by first and last number.</summary>
    public static Gen<JsonObject> NumberedRows =>
        from floors in Gen.Choose(1, 3)
        from rows in Gen.Choose(1, 8)
        from first in Gen.Choose(1, 20)
        from length in Gen.Choose(1, 30)
        from perRow in Gen.Elements(true, false)
        from total in Gen.Choose(0, 500)
        select new JsonObject
        {
            ["title"] = "극장",
            ["total"] = total,
            ["floors"] = new JsonArray([.. Enumerable.Range(1, floors).Select(floor => (JsonNode)new JsonObject
            {
                ["name"] = $"{floor}층",
                ["price"] = 50_000,
                ["aisleAfter"] = perRow ? null : new JsonArray(first + 2, first + 9),
                ["rows"] = new JsonArray([.. Enumerable.Range(0, rows).Select(row => (JsonNode)new JsonObject
                {
                    ["row"] = $"{row + 1}열",
                    ["first"] = first,
                    ["last"] = first + length - 1,
                    ["aisleAfter"] = perRow ? first + 4 : null,
                    ["unavailable"] = length > 2 ? new JsonArray(first + 1) : null,
                    ["wheelchair"] = row == 0 ? 3 : null,
                    ["telephoneOnly"] = new JsonArray(first),
                })]),
            })]),
        };

    /// <summary>Ragged grids with labels as sentences, empty lines, and furniture.</summary>
    public static Gen<JsonNode> Grids =>
        from lines in Gen.Choose(1, 10)
        from grid in Gen.CollectToArray(Enumerable.Range(1, lines).Select(Line))
        from isWrapped in Gen.Elements(true, false)
        let array = new JsonArray([.. grid, new JsonArray("info", "info", null, "Rad 99, Plass 1")])
        select isWrapped ? new JsonObject { ["name"] = "LAN", ["grid"] = array } : (JsonNode)array;

    private static Gen<JsonNode?> Line(int line) =>
        from cells in Gen.Choose(0, 12)
        from kind in Gen.Elements("sentence", "object", "furniture", "null")
        select kind == "null" ? null : (JsonNode?)new JsonArray([.. Enumerable.Range(1, cells).Select(cell => kind switch
        {
            _ when cell % 5 == 0 => null,
            "sentence" => JsonValue.Create($"Rad {line}, Plass {cell}"),
            "object" => new JsonObject { ["type"] = "seat", ["label"] = $"Rad {line}, Plass {cell}", ["id"] = $"{line}-{cell}" },
            _ => cell < 4 ? new JsonObject { ["type"] = "kiosk" } : (JsonNode)JsonValue.Create("scene"),
        })]);

    public static PlanReading Read(JsonNode file) => PlanExchange.Read(Bytes(file));

    public static byte[] Bytes(JsonNode file) => JsonSerializer.SerializeToUtf8Bytes(file);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The note's arguments; null: there is no such note.</summary>
    public static string? Note(this PlanReading reading, ExchangeNoteKind kind) =>
        reading.Notes.Where(note => note.Kind == kind).Select(note => string.Join(' ', note.Arguments)).FirstOrDefault();
}
