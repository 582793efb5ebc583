using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating.Exchange;

/// <summary>Files of other applications come in with notes, and go out again.</summary>
public sealed class PlanImportTests
{
    [Fact]
    public void Pretix_OfEveryShape_KeepsEachSeat() => Prop.ForAll(PlanFiles.Pretix.ToArbitrary(), file =>
    {
        var reading = PlanFiles.Read(file);
        var seats = SeatsOf(file).ToList();

        Assert.Null(reading.Refusal);
        AssertHolds(reading, seats.Count);
        Assert.Equal(seats.Select(seat => (string)seat["seat_guid"]!).Distinct().Order(), reading.ExternalIds.Keys.Order());
        Assert.Equal(seats.Count - reading.ExternalIds.Count, Count(reading, ExchangeNoteKind.ExternalIdsRepeated));
        Assert.NotNull(reading.Note(ExchangeNoteKind.FieldIgnored));
        Assert.NotNull(reading.Note(ExchangeNoteKind.AreasDropped));
        var numbers = NumbersOf(reading.Document!);
        Assert.All(seats.DistinctBy(seat => (string)seat["seat_guid"]!), seat =>
            Assert.Equal((string)seat["seat_number"]!, numbers[reading.ExternalIds[(string)seat["seat_guid"]!]]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NumberedRows_OfEveryShape_KeepsEachNumber() => Prop.ForAll(PlanFiles.NumberedRows.ToArbitrary(), file =>
    {
        var reading = PlanFiles.Read(file);
        var rows = file["floors"]!.AsArray().SelectMany(floor => floor!["rows"]!.AsArray()).ToList();
        var seats = rows.Sum(row => (int)row!["last"]! - (int)row["first"]! + 1 - (row["unavailable"]?.AsArray().Count ?? 0));

        Assert.Equal((PlanFileKind?)PlanFileKind.NumberedRows, reading.Source);
        AssertHolds(reading, seats);
        Assert.NotNull(reading.Note(ExchangeNoteKind.PriceIgnored));
        Assert.NotNull(reading.Note(ExchangeNoteKind.PhoneOnlyIgnored));
        Assert.NotNull(reading.Note(ExchangeNoteKind.WheelchairsNotPlaced));
        Assert.Equal((int)file["total"]! != seats, reading.Note(ExchangeNoteKind.TotalDiffers) is not null);
        var plan = TestPlans.Compile(reading.Document!);
        Assert.All(TestPlans.All(plan), seat => Assert.EndsWith("열", plan.RowOf(seat), StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Grid_OfEveryShape_KeepsEachSeat() => Prop.ForAll(PlanFiles.Grids.ToArbitrary(), file =>
    {
        var reading = PlanFiles.Read(file);
        var seats = (file as JsonArray ?? file["grid"]!.AsArray()).OfType<JsonArray>().SelectMany(line => line)
            .Count(cell => cell?.ToJsonString().Contains("Plass", StringComparison.Ordinal) == true);

        Assert.Equal((PlanFileKind?)PlanFileKind.Grid, reading.Source);
        AssertHolds(reading, seats);
        Assert.Contains(reading.Document!.Objects, drawn => drawn is TextObject { Text: "info" });
        Assert.Contains(reading.Document.Objects.OfType<SeatedObject>(), drawn => drawn is RowObject { Name: "99" });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pretix_SectionsOnEachOther_AreMovedApart()
    {
        var reading = PlanFiles.Read(Plan(Zone("A", 0, 28), Zone("B", 350, 28)));

        Assert.Equal("B", reading.Note(ExchangeNoteKind.SectionMoved));
        Assert.Null(reading.Note(ExchangeNoteKind.SeatsOverlap));
        Assert.Equal(56, TestPlans.Compile(reading.Document!).PlaceCount);
    }

    [Fact]
    public void Pretix_TwoZonesOfOneName_AreTwoSections()
    {
        var reading = PlanFiles.Read(Plan(Zone("Saal", 0, 4), Zone("Saal", 350, 4), Zone("", 900, 4)));

        Assert.Equal(["Saal", "Saal 2", "3"], reading.Document!.Sections.Select(section => section.Name));
        Assert.Equal("Saal Saal 2", reading.Note(ExchangeNoteKind.SectionRenamed));
        Assert.Equal("1", reading.Note(ExchangeNoteKind.NamesInvented));
    }

    [Fact]
    public void Pretix_GapThatTheNumbersCount_IsARemovedSeat()
    {
        var zone = Zone("A", 0, 12);
        zone["rows"]![0]!["seats"]!.AsArray().RemoveAt(5);

        var row = Assert.IsType<RowObject>(PlanFiles.Read(Plan(zone)).Document!.Objects.Single());

        Assert.Equal(12, row.Seats);
        Assert.Equal(new SeatOverride(0, 5, Removed: true), Assert.Single(row.Overrides));
        Assert.Empty(row.Aisles);
        Assert.Equal(new NumberingScheme { Skip = row.SeatNumbering.Skip }, row.SeatNumbering);
    }

    [Fact]
    public void Pretix_RightToLeft_IsNumberedBackwards()
    {
        var zone = Zone("A", 0, 8);
        foreach (var (seat, i) in zone["rows"]![0]!["seats"]!.AsArray().Select((seat, i) => (seat, i)))
        {
            seat!["position"] = new JsonObject { ["x"] = 500 - (25 * i), ["y"] = 0 };
        }

        var row = Assert.IsType<RowObject>(PlanFiles.Read(Plan(zone)).Document!.Objects.Single());

        Assert.True(row.SeatNumbering.Reversed);
        Assert.Equal(0, row.Angle);
        Assert.Empty(row.Overrides);
    }

    [Theory]
    [InlineData("1 2 3 4 5", 0)]
    [InlineData("11 10 9 8", 0)]
    [InlineData("2 4 6 8", 0)]
    [InlineData("9 7 5 3 1", 0)]
    [InlineData("1 2 3 5 6", 0)]
    [InlineData("A B C D", 0)]
    [InlineData("H J K L", 0)]
    [InlineData("A1 A2 A3", 0)]
    [InlineData("10 20 30", 0)]
    [InlineData("11 12 13 14 15 1 2 3 4 5 6 7 8 9 10", 10)]
    [InlineData("1 2 3 4 W1", 1)]
    [InlineData("左 右", 2)]
    public void Numbers_OfARow_BecomeASchemeAndAFewOverrides(string numbers, int overrides)
    {
        var names = numbers.Split(' ');
        var zone = Zone("A", 0, names.Length);
        foreach (var (seat, i) in zone["rows"]![0]!["seats"]!.AsArray().Select((seat, i) => (seat, i)))
        {
            seat!["seat_number"] = names[i];
        }

        var reading = PlanFiles.Read(Plan(zone));
        var row = Assert.IsType<RowObject>(reading.Document!.Objects.Single());

        Assert.Equal(overrides, row.Overrides.Count);
        Assert.Equal(overrides, Count(reading, ExchangeNoteKind.NumbersKept));
        var plan = TestPlans.Compile(reading.Document);
        Assert.Equal(names, TestPlans.All(plan).Select(plan.NumberOf));
    }

    [Fact]
    public void Pretix_Categories_AreKeptByNameWithColours()
    {
        var file = Plan(Zone("A", 0, 3), Zone("B", 900, 3, "Loge"));

        var reading = PlanFiles.Read(file);

        Assert.Equal(["Parkett #3366cc", "Loge #0f9d7a"], reading.Document!.Categories.Select(category => $"{category.Name} {category.Color}"));
        Assert.Equal("Loge 3", reading.Note(ExchangeNoteKind.CategoryAdded));
    }

    [Fact]
    public void Pretix_WithoutCategories_IsADraftWithoutThem()
    {
        var reading = PlanFiles.Read(Plan(Zone("A", 0, 3, "")));

        Assert.Equal("3", reading.Note(ExchangeNoteKind.SeatsWithoutCategory));
        Assert.Equal(PlanProblemKind.SeatsWithoutCategory, Assert.Single(PlanCompiler.Compile(reading.Document!).Problems).Kind);
    }

    [Fact]
    public void Pretix_TablesOfABeerTent_KeepTheirSeats()
    {
        // Two columns of seats on both sides of a bench, numbered in zigzag.
        var zone = Zone("Zelt", 0, 8);
        foreach (var (seat, i) in zone["rows"]![0]!["seats"]!.AsArray().Select((seat, i) => (seat, i)))
        {
            seat!["position"] = new JsonObject { ["x"] = i % 2 * 40, ["y"] = i / 2 * 25.5 };
        }

        var reading = PlanFiles.Read(Plan(zone));

        AssertHolds(reading, 8);
        Assert.NotNull(reading.Note(ExchangeNoteKind.RowSplit));
        Assert.Equal(8, TestPlans.Compile(reading.Document!).PlaceCount);
    }

    [Fact]
    public void Wrapped_PlanInsideOfAnAnswer_IsRead() => Assert.Equal(
        (PlanFileKind?)PlanFileKind.Pretix, PlanFiles.Read(new JsonObject { ["id"] = 7, ["layout"] = Plan(Zone("A", 0, 3)) }).Source);

    // The seats are kept, lie where a draft may have them, and are written again.
    private static void AssertHolds(PlanReading reading, int seats)
    {
        var numbers = NumbersOf(reading.Document!);
        Assert.Equal(seats, numbers.Count);
        var again = PlanExchange.Read(PlanExchange.WritePretix(reading.Document!).Bytes);
        Assert.Equal(seats, NumbersOf(again.Document!).Count);
        Assert.All(reading.ExternalIds, id => Assert.Contains(id.Value, numbers));
        Assert.DoesNotContain(
            PlanCompiler.Compile(reading.Document!).Problems,
            problem => problem.Kind is not (PlanProblemKind.SeatsWithoutCategory or PlanProblemKind.OverlappingSeats or PlanProblemKind.DuplicateLabel));
    }

    // The CSV has a line per seat, with its key last.
    private static Dictionary<SeatKey, string> NumbersOf(PlanDocument document) => System.Text.Encoding.UTF8
        .GetString(PlanExchange.WriteCsv(document, '\t').Bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(line => line.Split('\t'))
        .ToDictionary(cells => Key(cells[^1]), cells => cells[2]);

    private static SeatKey Key(string text)
    {
        var parts = text.Split('/');
        return new SeatKey(parts[0], Number(parts[1]), Number(parts[2]));
    }

    private static int Count(PlanReading reading, ExchangeNoteKind kind) => Number(reading.Note(kind) ?? "0");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<JsonNode> SeatsOf(JsonNode file) => file["zones"]!.AsArray()
        .SelectMany(zone => zone!["rows"]!.AsArray()).SelectMany(row => row!["seats"]!.AsArray()).Select(seat => seat!);

    private static JsonObject Plan(params JsonNode[] zones) => new()
    {
        ["name"] = "Plan",
        ["categories"] = new JsonArray(new JsonObject { ["name"] = "Parkett", ["color"] = "#36c" }),
        ["zones"] = new JsonArray([.. zones]),
    };

    private static JsonObject Zone(string name, int x, int seats, string category = "Parkett") => new()
    {
        ["name"] = name,
        ["position"] = new JsonObject { ["x"] = x, ["y"] = 0 },
        ["rows"] = new JsonArray(new JsonObject
        {
            ["row_number"] = "1",
            ["seats"] = new JsonArray([.. Enumerable.Range(0, seats).Select(i => (JsonNode)new JsonObject
            {
                ["seat_number"] = $"{i + 1}",
                ["seat_guid"] = $"{name}-{x}-{i}",
                ["position"] = new JsonObject { ["x"] = i * 25, ["y"] = 0 },
                ["category"] = category,
            })]),
        }),
    };
}
