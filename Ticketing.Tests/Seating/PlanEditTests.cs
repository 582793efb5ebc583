using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>Change sets: their inverse, what they refuse, and the difference of two documents.</summary>
public sealed class PlanEditTests
{
    private static readonly PlanDocument Hall = TestPlans.Document(TestPlans.Block(3, 5), TestPlans.Area(40), TestPlans.Stage());

    [Fact]
    public void Difference_AppliedAndUndone_IsTheIdentity() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), TestPlans.Documents.ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (from, to, turn) =>
        {
            // Another order, so that orders change, too.
            to = to with { Name = "Other", Objects = [.. to.Objects.Skip(turn % to.Objects.Count), .. to.Objects.Take(turn % to.Objects.Count)] };
            var set = PlanDifference.Between(from, to, Guid.NewGuid(), "Replace");
            if (set is null)
            {
                return Json(from) == Json(to);
            }

            var there = PlanEdit.Apply(from, set);
            var back = PlanEdit.Apply(there.Value!, set.Inverse(Guid.NewGuid()));
            return Json(there.Value!) == Json(to) && Json(back.Value!) == Json(from);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Set_Stored_IsReadAsItWas()
    {
        var set = PlanDifference.Between(Hall, TestPlans.Document(TestPlans.Block(1, 2, number: 1)), Guid.NewGuid(), "Replace")!;

        var read = PlanChangeSetJson.Read(PlanChangeSetJson.Write(set));

        Assert.Equal((set.Id, set.Name), (read.Id, read.Name));
        Assert.Equal(PlanChangeSetJson.Write(set), PlanChangeSetJson.Write(read));
        Assert.Contains("\"part\":\"object\"", PlanChangeSetJson.Write(set), StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_FromTheMiddle_ComesBackInItsPlace()
    {
        // As an editor sends it, without the order.
        var set = Set(Change(PlanPart.Drawn, "area-floor", JsonOf(Hall.Objects[1]), null), Change(PlanPart.Section, "floor", """{"key":"floor","name":"Floor"}""", null));
        var there = PlanEdit.Apply(Hall, set).Value!;
        Assert.Equal(["block-0", "stage"], there.Objects.Select(drawn => drawn.Id));

        var back = PlanEdit.Apply(there, PlanDifference.Between(there, Hall, Guid.NewGuid(), "Undo")!);

        Assert.Equal(Json(Hall), Json(back.Value!));
    }

    [Fact]
    public void Properties_Changed_AreSet()
    {
        var set = Set(
            Change(PlanPart.Document, "name", """{"value":"Test"}""", """{"value":" Große  Halle "}"""),
            Change(PlanPart.Document, "seatRadius", """{"value":25}""", """{"value":30}"""),
            Change(PlanPart.Document, "focus", """{"value":null}""", """{"value":[1,2.5]}"""),
            Change(PlanPart.Document, "objectOrder", null, """{"value":["stage","area-floor","block-0"]}"""));

        var changed = PlanEdit.Apply(Hall, set).Value!;

        Assert.Equal(("Große Halle", 30, new PlanPoint(1, 2.5)), (changed.Name, changed.SeatRadius, changed.Focus));
        Assert.Equal(["stage", "area-floor", "block-0"], changed.Objects.Select(drawn => drawn.Id));

        // The stored set knows the order that it started from.
        var back = PlanEdit.Apply(changed, PlanEdit.Canonical(Hall, changed, set).Inverse(Guid.NewGuid()));
        Assert.Equal(Json(Hall), Json(back.Value!));
    }

    [Fact]
    public void Focus_WithoutAValue_IsNone()
    {
        var there = PlanEdit.Apply(Hall, Set(Change(PlanPart.Document, "focus", null, """{"value":[1,2]}"""))).Value!;
        Assert.Equal(new PlanPoint(1, 2), there.Focus);

        Assert.Null(PlanEdit.Apply(there, Set(Change(PlanPart.Document, "focus", """{"value":[1,2]}""", null))).Value!.Focus);
    }

    // What an editor leaves out has its default.
    [Fact]
    public void Before_WithoutDefaults_IsTheSame()
    {
        var document = TestPlans.Document(new RowObject { Id = "r", Section = "s", Category = "a", Name = "A", Seats = 3 });

        var changed = PlanEdit.Apply(document, Set(Change(
            PlanPart.Drawn, "r", """{"type":"row","id":"r","section":"s","category":"a","name":"A","seats":3}""",
            """{"name":"B","seats":4,"section":"s","id":"r","type":"row"}""")));

        var row = Assert.IsType<RowObject>(Assert.Single(changed.Value!.Objects));
        Assert.Equal(("B", 4, null), (row.Name, row.Seats, row.Category));
    }

    [Theory]
    [InlineData("object", "block-0", null, """{"type":"text","id":"block-0","text":"x"}""", InvalidChangeKind.ChangedSince)]
    [InlineData("object", "gone", """{"type":"text","id":"gone","text":"x"}""", null, InvalidChangeKind.ChangedSince)]
    [InlineData("object", "x", null, """{"type":"text","id":"y","text":"x"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"sofa","id":"x"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"id":"x","text":"x"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"x","font":"y"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"x","x":"1"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"x","x":1e400}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"x","x":99999999}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"a\u0000b"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"text","id":"x","text":"\ud800"}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"row","id":"x","name":"A","overrides":[null]}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, """{"type":"row","id":"x","name":"A","section":"nowhere"}""", InvalidChangeKind.UnknownReference)]
    [InlineData("object", "x", null, """{"type":"row","id":"x","name":"A","category":"none"}""", InvalidChangeKind.UnknownReference)]
    [InlineData("object", "x", null, """{"type":"row","id":"x","name":"A","overrides":[{"row":0,"category":"none"}]}""", InvalidChangeKind.UnknownReference)]
    [InlineData("object", "x", null, "[]", InvalidChangeKind.Unreadable)]
    [InlineData("object", "x", null, "\"x\"", InvalidChangeKind.Unreadable)]
    [InlineData("section", "floor", """{"key":"floor","name":"Floor"}""", null, InvalidChangeKind.UnknownReference)]
    [InlineData("section", "x", null, """{"key":"x","name":"X","floor":"none"}""", InvalidChangeKind.UnknownReference)]
    [InlineData("section", "x", null, """{"key":"x"}""", InvalidChangeKind.Unreadable)]
    [InlineData("category", "a", """{"key":"a","name":"First","color":"#1f8fd6"}""", null, InvalidChangeKind.UnknownReference)]
    [InlineData("category", "a", """{"key":"a","name":"Other","color":"#1f8fd6"}""", null, InvalidChangeKind.ChangedSince)]
    [InlineData("document", "name", """{"value":"Test"}""", """{"value":""}""", InvalidChangeKind.Unreadable)]
    [InlineData("document", "name", """{"value":"Else"}""", """{"value":"New"}""", InvalidChangeKind.ChangedSince)]
    [InlineData("document", "name", """{"value":"\ud800"}""", """{"value":"New"}""", InvalidChangeKind.ChangedSince)]
    [InlineData("document", "name", """{"value":"Test"}""", null, InvalidChangeKind.Unreadable)]
    [InlineData("document", "name", """{"value":"Test"}""", "\"New\"", InvalidChangeKind.Unreadable)]
    [InlineData("document", "seatRadius", """{"value":25}""", """{"value":"30"}""", InvalidChangeKind.Unreadable)]
    [InlineData("document", "colour", null, """{"value":1}""", InvalidChangeKind.Unreadable)]
    [InlineData("document", "objectOrder", null, """{"value":["stage","stage","block-0"]}""", InvalidChangeKind.Unreadable)]
    [InlineData("document", "objectOrder", null, """{"value":["stage"]}""", InvalidChangeKind.Unreadable)]
    [InlineData("document", "objectOrder", null, """{"value":[null,"stage","block-0","area-floor"]}""", InvalidChangeKind.Unreadable)]
    [InlineData("object", "", null, """{"type":"text","id":"","text":"x"}""", InvalidChangeKind.Malformed)]
    public void Change_Invalid_IsRefusedWithItsPart(string part, string key, string? before, string? after, InvalidChangeKind kind)
    {
        var read = JsonSerializer.Deserialize<PlanPart>($"\"{part}\"");

        var applied = PlanEdit.Apply(Hall, Set(Change(read, key, before, after)));

        Assert.False(applied.Succeeded);
        Assert.Equal(kind, applied.Refusal.Kind);
        Assert.DoesNotContain("Ticketing.", applied.Refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", applied.Refusal.Detail, StringComparison.Ordinal);
        if (kind is InvalidChangeKind.ChangedSince or InvalidChangeKind.Unreadable)
        {
            Assert.Equal(key, applied.Refusal.Key);
        }
    }

    [Fact]
    public void Set_Malformed_IsRefused()
    {
        var section = Change(PlanPart.Section, "x", null, """{"key":"x","name":"X"}""");
        PlanChangeSet[] sets =
        [
            Set(section) with { Id = Guid.Empty }, Set(section) with { Name = "" }, Set(section) with { Name = new string('x', 61) },
            Set(), Set(section, section), Set([null!]), Set(section with { Key = null! }),
        ];

        Assert.All(sets, set => Assert.Equal(InvalidChangeKind.Malformed, PlanEdit.Apply(Hall, set).Refusal!.Kind));
    }

    [Fact]
    public void Parts_TooMany_AreRefused()
    {
        var floors = Enumerable.Range(0, PlanLimits.FloorsMax + 1).Select(i => Change(PlanPart.Floor, $"f{i}", null, $$"""{"key":"f{{i}}","name":"F"}"""));

        Assert.Equal(InvalidChangeKind.TooMany, PlanEdit.Apply(Hall, Set([.. floors])).Refusal!.Kind);
    }

    private static PlanChangeSet Set(params PlanChange[] changes) => new(Guid.NewGuid(), "Test", changes);

    private static PlanChange Change(PlanPart part, string key, string? before, string? after) => new(part, key, Element(before), Element(after));

    private static JsonElement? Element(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.Clone();
    }

    private static string JsonOf(PlanObject drawn)
    {
        using var parsed = JsonDocument.Parse(Json(Hall));
        return parsed.RootElement.GetProperty("objects").EnumerateArray().Single(each => each.GetProperty("id").GetString() == drawn.Id).GetRawText();
    }

    private static string Json(PlanDocument document) => PlanDocumentJson.Write(document);
}
