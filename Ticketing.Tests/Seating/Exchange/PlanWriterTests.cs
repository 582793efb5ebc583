using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ticketing.App.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating.Exchange;

/// <summary>Written spreadsheets, drawings and pretix files.</summary>
public sealed class PlanWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Keys => [.. PlanLibrary.All.Select(template => template.Key)];

    [Fact]
    public void Csv_OfAPlan_HasALinePerSeatAndArea()
    {
        var document = TestPlans.Document(
            TestPlans.Block(1, 2) with { Overrides = [new(0, 1, "b", SeatKind.Wheelchair, "=1+1")] }, TestPlans.Area(50));

        var lines = Encoding.UTF8.GetString(PlanExchange.WriteCsv(document, ';').Bytes).Split("\r\n");

        Assert.Equal(
            [
                "Section;Row;Seat;Label;Category;Kind;Entrance;Places;x (cm);y (cm);Id",
                "Stalls;A;1;Stalls-A-1;First;Seat;;1;-26;0;block-0/0/0",
                "Stalls;A;'=1+1;Stalls-A-=1+1;Second;Wheelchair place;;1;26;0;block-0/0/1",
                "Floor;;;Floor;Second;Standing;;50;1000;-2000;area-floor",
                "",
            ],
            lines);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Svg_OfTheLibrary_HasEachSeatAndTheLegend(string key)
    {
        var document = PlanLibrary.Document(key);
        var plan = TestPlans.Compile(document);

        var drawing = XDocument.Parse(Encoding.UTF8.GetString(PlanExchange.WriteSvg(document).Bytes)).Root!;
        var texts = drawing.Descendants(Svg + "text").Select(text => text.Value).ToList();
        var seats = drawing.Elements(Svg + "circle").Concat(drawing.Elements(Svg + "rect")).Count(shape => (string?)shape.Attribute("fill-opacity") == "0.3");

        Assert.Equal(plan.PlacedCount, seats - Legend(plan));
        Assert.All(plan.Sections.Where(section => section.Area is null), section => Assert.Contains(section.Name, texts));
        Assert.All(plan.Categories, category => Assert.Contains(texts, text => text.StartsWith(category.Name + ": ", StringComparison.Ordinal)));
        Assert.EndsWith("mm", (string)drawing.Attribute("width")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_OfHostileNames_IsEscaped()
    {
        const string name = "<script>alert(1)</script>&\"'\u0001\uD800";
        var document = TestPlans.Document(TestPlans.Block(1, 2) with { Overrides = [new(0, 0, Label: "<b>")] }, TestPlans.Stage() with { Text = name });
        document.Name = name;
        document.Categories = [new("a", "First", "url(javascript:alert(1))"), new("b", "Second", "#0f9d7a")];

        var text = Encoding.UTF8.GetString(PlanExchange.WriteSvg(document).Bytes);
        var drawing = XDocument.Parse(text);

        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(drawing.Descendants(Svg + "text"), element => element.Value == "<script>alert(1)</script>&\"'\uFFFD\uFFFD");
        Assert.Contains(drawing.Descendants(Svg + "text"), element => element.Value == "<b>");
    }

    [Fact]
    public void Pretix_OfTheSchema_HasItsMembers()
    {
        var file = JsonNode.Parse(PlanExchange.WritePretix(PlanLibrary.Document(PlanLibrary.Cabaret)).Bytes)!;

        var zones = file["zones"]!.AsArray();
        Assert.Equal(["name", "size", "categories", "zones"], file.AsObject().Select(member => member.Key));
        Assert.Equal(["", "Front Tables", "Tables"], zones.Select(zone => zone!["rows"]!.AsArray().Count == 0 ? "" : (string)zone["name"]!));
        Assert.Equal(30, zones[0]!["areas"]!.AsArray().Count(area => (string)area!["shape"]! == "circle"));
        var seats = zones.SelectMany(zone => zone!["rows"]!.AsArray()).SelectMany(row => row!["seats"]!.AsArray()).ToList();
        Assert.Equal(156, seats.Select(seat => (string)seat!["seat_guid"]!).Distinct().Count());
        Assert.All(seats, seat => Assert.Contains((string)seat!["category"]!, new[] { "Tables at the stage", "Tables" }));
        var positions = zones.SelectMany(zone => zone!["rows"]!.AsArray().SelectMany(row => row!["seats"]!.AsArray()
            .Select(seat => (double)zone["position"]!["x"]! + (double)row["position"]!["x"]! + (double)seat!["position"]!["x"]!)));
        Assert.All(positions, x => Assert.InRange(x, 0, (double)file["size"]!["width"]!));
    }

    [Fact]
    public void Texts_OfEveryNoteAndRefusal_AreGerman()
    {
        var file = XDocument.Load(Path.Combine(Architecture.Repository.Root, "Ticketing.App/Seating/Texts.de.resx"));
        var german = file.Root!.Elements("data").Select(data => (string)data.Attribute("name")!).ToHashSet();

        Assert.All(Enum.GetValues<ExchangeNoteKind>(), kind => Assert.Contains(ExchangeTexts.KeyOf(kind), german));
    }

    private static int Legend(CompiledPlan plan) =>
        plan.Categories.Length + TestPlans.All(plan).Select(plan.KindOf).Where(kind => kind != SeatKind.Regular).Distinct().Count();
}
