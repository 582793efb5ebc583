using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class PlanDocumentJsonTests
{
    [Fact]
    public void Document_WithEveryKindOfObject_RoundTrips()
    {
        var document = TestPlans.Document(
            new RowObject { Id = "r", Section = "s", Category = "a", Name = "A", Seats = 9, Radius = 900, Aisles = [new(4, 100, 0.5)] },
            TestPlans.Block(3, 5) with { Overrides = [new(1, 2, "b", SeatKind.Wheelchair, "2A"), new(2, Removed: true)] },
            new TableObject { Id = "t", Section = "s", Category = "a", Name = "T1", Shape = TableShape.Rectangular, Seats = 8, EndSeats = 1 },
            TestPlans.Area(50) with { Kind = AreaKind.Free },
            TestPlans.Stage(),
            new TextObject { Id = "x", Text = "Entrance", X = 1, Y = 2.5, Angle = 90 },
            new ShapeObject { Id = "w", Fill = ShapeFill.Wall, Points = [new(0, 0), new(1, 0), new(1, 1.25)] },
            new PictureObject { Id = "p", Url = "/pictures/1", Width = 100, Height = 50 });
        document.Focus = new PlanPoint(1.5, -2);

        var json = PlanDocumentJson.Write(document);
        var read = PlanDocumentJson.Read(json);

        Assert.Equal(json, PlanDocumentJson.Write(read));
        Assert.Equal(
            ["row", "block", "table", "area", "stage", "text", "shape", "picture"],
            JsonNode.Parse(json)!["objects"]!.AsArray().Select(o => o!["type"]!.GetValue<string>()));
        Assert.Contains("[1,1.25]", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_OfFormat1_IsLifted()
    {
        var read = PlanDocumentJson.Read("""{"name":"x","format":1,"objects":[{"type":"row","id":"1","name":"A"}],"sections":[{"key":"s","name":"S"}]}""");

        Assert.Equal(2, read.Format);
        Assert.Empty(read.Floors);
        Assert.Null(Assert.IsType<RowObject>(read.Objects[0]).Path);
        Assert.Contains("\"format\":2", PlanDocumentJson.Write(read), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_WithPartsOfFormat2_RoundTrips()
    {
        var document = TestPlans.Document(new RowObject
        {
            Id = "r",
            Section = "s",
            Name = "A",
            Seats = 3,
            Path = [new(0, 0), new(100, 50)],
            Overrides = [new(0, 1, Dx: 5, Dy: -2.5)],
            Locked = true,
            Hidden = true,
            Group = "g",
        });
        document.Floors = [new PlanFloor("f", "Ground floor")];
        document.Sections = [new PlanSection("s", "S", "Door 1", "f", [new(0, 0), new(9, 0), new(9, 9)])];

        var json = PlanDocumentJson.Write(document);
        var read = PlanDocumentJson.Read(json);

        Assert.Equal(json, PlanDocumentJson.Write(read));
        Assert.Equal("f", read.Sections[0].Floor);
        Assert.Equal((true, true, "g"), (read.Objects[0].Locked, read.Objects[0].Hidden, read.Objects[0].Group));
    }

    [Fact]
    public void Document_Generated_RoundTripsAndCompilesAlike() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
        {
            var json = PlanDocumentJson.Write(document);
            var read = PlanDocumentJson.Read(json);
            return PlanDocumentJson.Write(read) == json
                && PlanCompiler.Compile(read).Plan!.Id == PlanCompiler.Compile(document).Plan!.Id;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Document_KeysReordered_IsRead()
    {
        // jsonb's order: shorter keys first.
        const string json = """
            {"name":"Test","format":1,"objects":[{"x":5,"id":"b","rows":2,"type":"block","seats":3,"section":"s","category":"a"}],
             "sections":[{"key":"s","name":"S"}],"categories":[{"key":"a","name":"A","color":"#112233"}]}
            """;

        var block = Assert.IsType<BlockObject>(Assert.Single(PlanDocumentJson.Read(json).Objects));

        Assert.Equal((2, 3, 5.0), (block.Rows, block.Seats, block.X));
        Assert.Equal(52, block.Spacing);
        Assert.Equal(NumberingStyle.Letters, block.RowNumbering.Style);
    }

    [Theory]
    [InlineData("""{"name":"x","objects":[{"type":"sofa","id":"1"}]}""", "sofa")]
    [InlineData("""{"name":"x","objects":[{"id":"1"}]}""", "\"type\"")]
    [InlineData("""{"name":"x","objects":[{"type":"text","id":"1","text":"a","font":"b"}]}""", "font")]
    [InlineData("""{"name":"x","seats":1}""", "seats")]
    [InlineData("""{"name":"x","format":3}""", "format 3")]
    [InlineData("""{"name":"x","format":0}""", "format 0")]
    [InlineData("""{"name":"x","name":"y"}""", "name")]
    [InlineData("""{"name":"x","objects":null}""", "objects")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"objects":[]}""", "name")]
    [InlineData("""{"name":"x","focus":[1]}""", "two numbers")]
    [InlineData("""{"name":"x","focus":[1,2,3]}""", "two numbers")]
    [InlineData("""{"name":"x","focus":{"x":1,"y":2}}""", "two numbers")]
    [InlineData("""{"name":"x","objects":[{"type":"area","id":"1","kind":1}]}""", "AreaKind")]
    [InlineData("""{"name":"x","objects":[{"type":"row","id":"1","name":"A","seats":"7"}]}""", "seats")]
    [InlineData("""{"name":"x","sections":[{"key":"s"}]}""", "name")]
    [InlineData("null", "null")]
    [InlineData("[]", "PlanDocument")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public void Document_Invalid_IsRefusedWithAReason(string json, string reason)
    {
        Assert.Throws<JsonException>(() => PlanDocumentJson.Read(json));
        Assert.False(PlanDocumentJson.TryRead(json, out _, out var error));
        Assert.Contains(reason, error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"name":"x","objects":[null]}""", "empty entries")]
    [InlineData("""{"name":"x","floors":[null]}""", "empty entries")]
    [InlineData("""{"name":"x","sections":[null]}""", "empty entries")]
    [InlineData("""{"name":"x","categories":[null]}""", "empty entries")]
    [InlineData("""{"name":"x","objects":[{"type":"row","id":"1","name":"A","overrides":[null]}]}""", "empty entries")]
    [InlineData("""{"name":"x","objects":[{"type":"row","id":"1","name":"A","aisles":[null]}]}""", "empty entries")]
    [InlineData("""{"name":"x","objects":[{"type":"row","id":"1","name":"A","seatNumbering":{"skip":[null]}}]}""", "empty entries")]
    [InlineData("""{"name":"x","objects":[{"type":"row","id":"1","name":"A","x":1e999}]}""", "number")]
    [InlineData("""{"name":"x","focus":[0,-1e999]}""", "number")]
    [InlineData("""{"name":"\u0000"}""", "control characters")]
    public void Document_OfAStranger_WithValuesThatCannotBeHandled_IsRefused(string json, string reason)
    {
        Assert.False(PlanDocumentJson.TryRead(json, out var document, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Null(document);
    }
}
