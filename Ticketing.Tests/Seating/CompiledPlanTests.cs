using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class CompiledPlanTests
{
    [Fact]
    public void Storage_Generated_RoundTrips() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
        {
            var plan = TestPlans.Compile(document);
            var read = CompiledPlan.FromBytes(plan.ToBytes());

            Assert.Equal(plan.Id, read.Id);
            Assert.Equal(plan.ToGeometryJson(), read.ToGeometryJson());
            Assert.Equal(TestPlans.All(plan).Select(plan.KeyOf), TestPlans.All(read).Select(read.KeyOf));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Storage_WithEveryKindOfDecorAndText_RoundTrips()
    {
        var document = TestPlans.Document(
            TestPlans.Block(2, 4),
            TestPlans.Area(7) with { Kind = AreaKind.Free },
            TestPlans.Stage(),
            new TextObject { Id = "x", Text = "Eingang <Süd>", X = -10, Y = 20, Angle = -45, Size = 80 },
            new ShapeObject { Id = "w", Fill = ShapeFill.Line, Points = [new(0, 0), new(100, 0), new(100, 100)] });
        document.Sections = [new("stalls", "Parkett", "Tür 1"), new("floor", "Floor")];
        var plan = TestPlans.Compile(document);

        var read = CompiledPlan.FromBytes(plan.ToBytes());

        Assert.Equal(plan.ToGeometryJson(), read.ToGeometryJson());
        Assert.Equal(new CompiledText(-10, 20, 80, "Eingang <Süd>", -45), Assert.Single(read.Decor.OfType<CompiledText>()));
        Assert.Equal(["Tür 1", null], read.Sections.Select(s => s.Entrance));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void Storage_CutOrForeign_IsRefused(int bytes)
    {
        var stored = TestPlans.Compile(TestPlans.Block(5, 5)).ToBytes();

        Assert.Throws<InvalidDataException>(() => CompiledPlan.FromBytes(stored[..bytes]));
        Assert.Throws<InvalidDataException>(() => CompiledPlan.FromBytes([9, .. stored]));
    }

    [Fact]
    public void Id_AnyPublishedChange_Differs()
    {
        var document = TestPlans.Document(TestPlans.Block(2, 3));
        PlanDocument[] edited =
        [
            document,
            document with { Name = "Other" },
            document with { Objects = [TestPlans.Block(2, 4)] },
            document with { Objects = [TestPlans.Block(2, 3) with { X = 1 }] },
            document with { Objects = [TestPlans.Block(2, 3) with { Id = "other" }] },
            document with { Objects = [TestPlans.Block(2, 3) with { Category = "b" }] },
            document with { Objects = [TestPlans.Block(2, 3) with { Overrides = [new(0, 0, Kind: SeatKind.Wheelchair)] }] },
            document with { Focus = new(0, -1000) },
            document with { Categories = [new("a", "First", "#000000")] },
        ];

        var ids = edited.Select(d => TestPlans.Compile(d).Id).ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public void Geometry_DecodedLikeTheBrowser_HasTheCompiledSeats() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
        {
            var plan = TestPlans.Compile(document);
            var json = JsonNode.Parse(plan.ToGeometryJson())!;
            var placed = TestPlans.All(plan).Where(plan.IsPlaced).ToArray();

            Assert.Equal((plan.Id, plan.PlaceCount, plan.PlacedCount),
                (json["id"]!.GetValue<string>(), json["seatCount"]!.GetValue<int>(), json["placed"]!.GetValue<int>()));
            Assert.Equal(placed.Select(s => plan.PositionOf(s)), Summed(json["x"]!).Zip(Summed(json["y"]!)));
            Assert.Equal(placed.Select(plan.NumberOf), json["numbers"]!.AsArray().Select(n => n!.GetValue<string>()));
            Assert.Equal(placed.Select(s => (byte)plan.CategoryNumberOf(s)), Convert.FromBase64String(json["categoryOf"]!.GetValue<string>()));
            Assert.Equal(placed.Select(s => (byte)plan.KindOf(s)), Convert.FromBase64String(json["kindOf"]!.GetValue<string>()));
            Assert.Equal(TestPlans.All(plan).Select(plan.LabelOf), Labels(json));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Geometry_Areas_HaveKindAndCategory()
    {
        var plan = TestPlans.Compile(TestPlans.Block(1, 2), TestPlans.Area(40), TestPlans.Area(10, "lawn") with { Kind = AreaKind.Free, Category = "a" });

        var sections = JsonNode.Parse(plan.ToGeometryJson())!["sections"]!.AsArray();

        Assert.Equal(
            ["null", """{"kind":"standing"}""", """{"kind":"free"}"""], sections.Select(s => s!["area"]?.ToJsonString() ?? "null"));
        Assert.Equal([null, 1, 0], sections.Select(s => s!["category"]?.GetValue<int>()));
        Assert.Equal([0, 0, 2000, 0], ((int[])[.. plan.Sections[1].Outline.Take(4)]).Select((v, i) => i % 2 == 0 ? v : v + 3000));
    }

    [Theory]
    [InlineData("Stalls-A-1", 0)]
    [InlineData("Stalls-B-3", 5)]
    [InlineData("Loge-2-A-2", 7)]
    [InlineData("Floor-1", 8)]
    [InlineData("Floor-12", 19)]
    [InlineData("Floor-13", -1)]
    [InlineData("Floor-0", -1)]
    [InlineData("Floor-01", -1)]
    [InlineData("Floor--1", -1)]
    [InlineData("Floor-", -1)]
    [InlineData("Floor", -1)]
    [InlineData("Floor-99999999999", -1)]
    [InlineData("Stalls-A-4", -1)]
    [InlineData("Stalls-C-1", -1)]
    [InlineData("Stalls-A-", -1)]
    [InlineData("Stalls-A", -1)]
    [InlineData("stalls-A-1", -1)]
    [InlineData("Stalls-A-1 ", -1)]
    [InlineData("", -1)]
    [InlineData("-", -1)]
    [InlineData("Loge-A-1", -1)]
    public void TryFind_ALabel_FindsItsSeat(string label, int expected)
    {
        var plan = TestPlans.Compile(TestPlans.Block(2, 3), TestPlans.Block(1, 2, "loge-2", 1), TestPlans.Area(12));

        var found = plan.TryFind(label, out var seat);

        Assert.Equal(expected, found ? seat.Value : -1);
    }

    [Fact]
    public void Sections_ByName_AreFoundWithAreasSeparate()
    {
        var plan = TestPlans.Compile(TestPlans.Block(2, 3), TestPlans.Area(12));

        Assert.Equal(12, plan.FindArea("Floor")!.Count);
        Assert.Null(plan.FindArea("Stalls"));
        Assert.Equal(6, Assert.Single(plan.FindSection("Stalls")).Count);
        Assert.Empty(plan.FindSection("Nowhere"));
        Assert.Equal((0, 1, -1), (plan.FindCategory("a"), plan.FindCategory("b"), plan.FindCategory("c")));
    }

    [Fact]
    public void Seats_OutsideThePlan_Throw()
    {
        var plan = TestPlans.Compile(TestPlans.Block(1, 3), TestPlans.Area(2));

        Assert.Throws<InvariantException>(() => plan.LabelOf(new SeatIndex(5)));
        Assert.Throws<InvariantException>(() => plan.LabelOf(new SeatIndex(-1)));
        Assert.Throws<InvariantException>(() => plan.PositionOf(new SeatIndex(3)));
        Assert.Equal((null, null), plan.NeighboursOf(new SeatIndex(3)));
    }

    private static IEnumerable<int> Summed(JsonNode deltas)
    {
        var sum = 0;
        return [.. deltas.AsArray().Select(d => sum += d!.GetValue<int>())];
    }

    // Like the canvas: section, row and number; in an area section and ordinal.
    private static IEnumerable<string> Labels(JsonNode json)
    {
        var numbers = json["numbers"]!.AsArray();
        var sections = json["sections"]!.AsArray();
        foreach (var row in json["rows"]!.AsArray())
        {
            for (var i = 0; i < row!["count"]!.GetValue<int>(); i++)
            {
                yield return $"{sections[row["section"]!.GetValue<int>()]!["name"]}-{row["name"]}-{numbers[row["first"]!.GetValue<int>() + i]}";
            }
        }

        foreach (var area in sections.Where(s => s!["area"] is not null))
        {
            for (var i = 1; i <= area!["count"]!.GetValue<int>(); i++)
            {
                yield return $"{area["name"]}-{i}";
            }
        }
    }
}
