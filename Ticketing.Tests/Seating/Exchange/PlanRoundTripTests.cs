using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating.Exchange;

/// <summary>Plans that are written and read again are the same plans.</summary>
public sealed class PlanRoundTripTests
{
    public static TheoryData<string> Keys => [.. PlanLibrary.All.Select(template => template.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Own_OfTheLibrary_IsTheSame(string key)
    {
        var document = PlanLibrary.Document(key);
        var reading = PlanExchange.Read(PlanExchange.WriteOwn(document).Bytes);

        Assert.Equal((PlanFileKind?)PlanFileKind.Own, reading.Source);
        Assert.Empty(reading.Notes);
        Assert.Equal(TestPlans.Compile(document).Id, TestPlans.Compile(reading.Document!).Id);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Pretix_OfTheLibrary_KeepsSeatsAndNeighbours(string key)
    {
        var document = PlanLibrary.Document(key);
        var (before, after, reading) = ThroughPretix(document);

        AssertSameSeats(document, reading.Document!);
        AssertSameNeighbours(before, after);
        Assert.DoesNotContain(reading.Notes, note => note.Kind is ExchangeNoteKind.RowStraightened or ExchangeNoteKind.SeatsOverlap);
        Assert.Equal(before.Decor.OfType<CompiledStage>().Select(stage => stage.Text), after.Decor.OfType<CompiledStage>().Select(stage => stage.Text));
    }

    [Fact]
    public void Pretix_OfRandomPlans_KeepsSeats() => Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
    {
        var (_, _, reading) = ThroughPretix(document);
        AssertSameSeats(document, reading.Document!);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pretix_OfRandomTables_KeepsTheTables() => Prop.ForAll(Tables.ToArbitrary(), document =>
    {
        var (_, _, reading) = ThroughPretix(document);
        AssertSameSeats(document, reading.Document!);
        Assert.Equal(document.Objects.Count, reading.Document!.Objects.OfType<TableObject>().Count());
        Assert.Empty(reading.Document.Objects.OfType<ShapeObject>());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pretix_OfRandomPlans_KeepsExternalIds() => Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
    {
        var before = TestPlans.Compile(document);
        var seats = Enumerable.Range(0, before.PlacedCount).Select(i => new SeatIndex(i)).ToList();
        var given = seats.Where(seat => seat.Value % 3 != 0).ToDictionary(before.KeyOf, seat => $"guid-{before.LabelOf(seat)}");

        var reading = PlanExchange.Read(PlanExchange.WritePretix(document, given).Bytes, idPrefix: "import-");
        var after = TestPlans.Compile(reading.Document!);
        var found = TestPlans.All(after).ToDictionary(after.KeyOf, after.LabelOf);

        Assert.Equal(before.PlacedCount, reading.ExternalIds.Count);
        Assert.All(given, id => Assert.Equal(id.Value, $"guid-{found[reading.ExternalIds[id.Value]]}"));
        Assert.All(reading.Document!.Objects, drawn => Assert.StartsWith("import-", drawn.Id, StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pretix_OfEqualRows_IsABlock()
    {
        var document = TestPlans.Document(TestPlans.Stage(), TestPlans.Block(12, 20) with
        {
            Y = 300,
            Radius = 1800,
            Aisles = [new(6, 110), new(14, 110)],
            Overrides = [new(2, 3, Removed: true), new(3, Category: "b")],
        });

        var (_, _, reading) = ThroughPretix(document);

        var block = Assert.Single(reading.Document!.Objects.OfType<SeatedObject>());
        Assert.Equal(12, Assert.IsType<BlockObject>(block).Rows);
        Assert.Equal(NumberingStyle.Letters, ((BlockObject)block).RowNumbering.Style);
        Assert.Equal(2, block.Overrides.Count);
    }

    [Fact]
    public void Pretix_WhatItCannotHold_IsNoted()
    {
        var document = TestPlans.Document(
            TestPlans.Block(2, 5) with { Overrides = [new(0, 0, Kind: SeatKind.Wheelchair), new(0, 1, Kind: SeatKind.Companion)] },
            TestPlans.Area(50),
            new PictureObject { Id = "p", Url = "/pictures/1", Width = 100, Height = 50 },
            new RowObject { Id = "broken", Name = "", Section = "stalls", Category = "a" });
        document.Focus = new PlanPoint(0, 0);
        document.Sections = [.. document.Sections.Select(section => section with { Entrance = "North" })];

        var written = PlanExchange.WritePretix(document);

        Assert.Equal(
            [
                "EntrancesNotWritten 2", "FocusNotWritten", "KindsNotWritten 2", "ObjectsNotWritten 1", "PicturesNotWritten 1",
                "PlacesNotWritten Floor 50",
            ],
            written.Notes.Select(note => $"{note.Kind} {string.Join(' ', note.Arguments)}".Trim()).Order(StringComparer.Ordinal));
        var reading = PlanExchange.Read(written.Bytes);
        Assert.Contains(reading.Notes, note => note.Kind == ExchangeNoteKind.AreaWithoutCapacity && note.Arguments[0] == "Floor");
    }

    private static Gen<PlanDocument> Tables =>
        from count in Gen.Choose(1, 5)
        from tables in Gen.CollectToArray(Enumerable.Range(0, count).Select(RandomTable))
        select TestPlans.Document([.. tables]);

    private static Gen<TableObject> RandomTable(int number) =>
        from isRound in Gen.Elements(true, false)
        from seats in Gen.Choose(5, 12)
        from ends in Gen.Choose(0, 1)
        from angle in Gen.Choose(-180, 180)
        select new TableObject
        {
            Id = $"table-{number}",
            Section = "hall",
            Category = "a",
            Name = $"T{number}",
            X = number * 900,
            Y = number * 37.5,
            Angle = angle,
            Shape = isRound ? TableShape.Round : TableShape.Rectangular,
            Seats = seats,
            EndSeats = isRound ? 0 : ends,
            Width = isRound ? 260 : 380,
            Depth = 90,
        };

    private static (CompiledPlan Before, CompiledPlan After, PlanReading Reading) ThroughPretix(PlanDocument document)
    {
        var reading = PlanExchange.Read(PlanExchange.WritePretix(document).Bytes);
        Assert.Null(reading.Refusal);
        Assert.Equal((PlanFileKind?)PlanFileKind.Pretix, reading.Source);
        return (TestPlans.Compile(document), TestPlans.Compile(reading.Document!), reading);
    }

    private static void AssertSameSeats(PlanDocument before, PlanDocument after)
    {
        var (old, read) = (SeatsOf(before), SeatsOf(after));
        Assert.Equal(old.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));

        // The file's canvas begins at 0: positions are equal but for a common offset.
        var offset = (X: old.Average(seat => read[seat.Key].X - seat.Value.X), Y: old.Average(seat => read[seat.Key].Y - seat.Value.Y));
        Assert.All(old, seat =>
        {
            var (x, y) = (read[seat.Key].X - seat.Value.X - offset.X, read[seat.Key].Y - seat.Value.Y - offset.Y);
            Assert.InRange(Math.Sqrt((x * x) + (y * y)), 0, 1);
            Assert.Equal(seat.Value.Category, read[seat.Key].Category);
        });
    }

    // By label, in centimetres to 0.025: the compiled plan rounds to whole ones.
    private static Dictionary<string, (double X, double Y, string Category)> SeatsOf(PlanDocument document)
    {
        var file = JsonNode.Parse(PlanExchange.WritePretix(document).Bytes)!;
        var seats = from zone in Items(file, "zones")
                    from row in Items(zone, "rows")
                    from seat in Items(row, "seats")
                    select (
                        Label: $"{zone["name"]}-{row["row_number"]}-{seat["seat_number"]}",
                        At: (Sum("x", zone, row, seat), Sum("y", zone, row, seat), (string)seat["category"]!));
        return seats.ToDictionary(seat => seat.Label, seat => seat.At);
    }

    private static IEnumerable<JsonNode> Items(JsonNode owner, string name) => owner[name]!.AsArray().Select(item => item!);

    private static double Sum(string axis, params JsonNode[] parts) => parts.Sum(part => (double)part["position"]![axis]!) * 2.5;

    private static void AssertSameNeighbours(CompiledPlan before, CompiledPlan after)
    {
        foreach (var seat in TestPlans.All(before).Where(before.IsPlaced))
        {
            Assert.True(after.TryFind(before.LabelOf(seat), out var found));
            Assert.Equal(Labels(before, before.NeighboursOf(seat)), Labels(after, after.NeighboursOf(found)));
        }
    }

    private static string Labels(CompiledPlan plan, (SeatIndex? Before, SeatIndex? After) neighbours) => string.Join(' ', new[] { neighbours.Before, neighbours.After }
        .OfType<SeatIndex>().Select(plan.LabelOf).Order(StringComparer.Ordinal));
}
