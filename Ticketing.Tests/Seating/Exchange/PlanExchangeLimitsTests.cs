using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating.Exchange;

/// <summary>Bad files are refused with a reason; nothing throws.</summary>
public sealed class PlanExchangeLimitsTests
{
    private static readonly byte[][] Seeds =
    [
        PlanExchange.WritePretix(PlanLibrary.Document(PlanLibrary.Studio)).Bytes,
        PlanExchange.WriteOwn(PlanLibrary.Document(PlanLibrary.Club)).Bytes,
        PlanFiles.Bytes("""{"floors":[{"name":"1","price":5,"rows":[{"first":1,"last":9,"aisleAfter":[3],"unavailable":[2],"wheelchair":1}]}]}"""),
        PlanFiles.Bytes("""[["Rad 1, Plass 1","A2",null,3,"info","scene"],null,[],[{"type":"kiosk"},{"label":"7"}]]"""),
    ];

    // Values that real files do not have in these places.
    private static readonly string[] Odd =
    [
        "null", "true", "-1", "0", "1e308", "-1e308", "1e999", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"=1+1\"", "[]", "{}", "[[null]]",
        "\"\\ud800\"", "\"NaN\"", "{\"x\":1e300,\"y\":\"7\"}", "[1,2,3]", "\"" + new string('x', 500) + "\"", "\"😀\"",
    ];

    [Theory]
    [InlineData("", PlanReadRefusal.NotJson)]
    [InlineData("{", PlanReadRefusal.NotJson)]
    [InlineData("PK\u0003\u0004", PlanReadRefusal.NotJson)]
    [InlineData("<svg/>", PlanReadRefusal.NotJson)]
    [InlineData("""{"zones":[{"rows":[{"seats":[{"seat_number":"\ud800"}]}]}]}""", PlanReadRefusal.NotJson)]
    [InlineData("null", PlanReadRefusal.UnknownShape)]
    [InlineData("7", PlanReadRefusal.UnknownShape)]
    [InlineData("[]", PlanReadRefusal.UnknownShape)]
    [InlineData("""{"name":"x"}""", PlanReadRefusal.UnknownShape)]
    [InlineData("""{"zones":{}}""", PlanReadRefusal.UnknownShape)]
    [InlineData("""{"zones":[{"rows":[{"seats":[]}]}]}""", PlanReadRefusal.NothingToSeat)]
    [InlineData("""{"zones":[{"rows":[{"seats":[7,null]}]}]}""", PlanReadRefusal.NothingToSeat)]
    [InlineData("[[null,0,\"\"]]", PlanReadRefusal.NothingToSeat)]
    [InlineData("""{"name":"x","objects":[]}""", PlanReadRefusal.NothingToSeat)]
    [InlineData("""{"name":"x","objects":[null]}""", PlanReadRefusal.InvalidPlan)]
    [InlineData("""{"name":"x","format":99,"objects":[]}""", PlanReadRefusal.InvalidPlan)]
    [InlineData("""{"name":"x","objects":[{"type":"sofa","id":"1"}]}""", PlanReadRefusal.InvalidPlan)]
    [InlineData("""{"rows":[{"first":1,"last":9000000}]}""", PlanReadRefusal.TooManySeats)]
    [InlineData("""{"name":"x","objects":[{"type":"block","id":"1","rows":500,"seats":1000}]}""", PlanReadRefusal.TooManySeats)]
    public void File_Bad_IsRefused(string file, PlanReadRefusal refusal)
    {
        var reading = PlanExchange.Read(Encoding.UTF8.GetBytes(file));

        Assert.Equal((PlanReadRefusal?)refusal, reading.Refusal);
        Assert.Null(reading.Document);
        Assert.False(string.IsNullOrWhiteSpace(reading.Detail));
    }

    [Fact]
    public void File_NestedTooDeeply_IsRefused() => Assert.Equal(
        (PlanReadRefusal?)PlanReadRefusal.NotJson, PlanExchange.Read(PlanFiles.Bytes(new string('[', 5_000) + new string(']', 5_000))).Refusal);

    [Fact]
    public async Task File_OverTheLimits_IsRefused()
    {
        var file = Seeds[0];

        Assert.Null(PlanExchange.Read(file, new ExchangeLimits(BytesMax: file.Length)).Refusal);
        Assert.Equal((PlanReadRefusal?)PlanReadRefusal.TooLarge, PlanExchange.Read(file, new ExchangeLimits(BytesMax: file.Length - 1)).Refusal);
        Assert.Null(PlanExchange.Read(file, new ExchangeLimits(SeatsMax: 96)).Refusal);
        Assert.All(Seeds, seed => Assert.Equal(
            (PlanReadRefusal?)PlanReadRefusal.TooManySeats, PlanExchange.Read(seed, new ExchangeLimits(SeatsMax: 2)).Refusal));
        Assert.True(PlanExchange.Read(Seeds[3], new ExchangeLimits(NotesMax: 1)).Notes.Count <= 1);

        using var stream = new MemoryStream(file);
        Assert.Equal(
            (PlanReadRefusal?)PlanReadRefusal.TooLarge, (await PlanExchange.ReadAsync(stream, new ExchangeLimits(BytesMax: 100))).Refusal);
        stream.Position = 0;
        Assert.Null((await PlanExchange.ReadAsync(stream)).Refusal);
    }

    [Fact]
    public void File_WithAByteOrderMark_IsRead() => Assert.Null(PlanExchange.Read(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(Seeds[0]).ToArray()).Refusal);

    // Each seat is a row of its own kind: no two can be one object.
    [Fact]
    public void Seats_ThatFitNoObjects_AreRefused()
    {
        var seats = new JsonArray([.. Enumerable.Range(0, 20_500).Select(i => (JsonNode)new JsonObject
        {
            ["seat_number"] = $"{i}",
            ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 },
        })]);
        var file = new JsonObject { ["zones"] = new JsonArray(new JsonObject { ["rows"] = new JsonArray(new JsonObject { ["seats"] = seats }) }) };

        Assert.Equal((PlanReadRefusal?)PlanReadRefusal.TooManyObjects, PlanFiles.Read(file).Refusal);
    }

    // Names are made unique: more equal ones than sections are permitted would take quadratic time.
    [Fact]
    public void Sections_OverTheLimit_AreRefused()
    {
        var zones = Enumerable.Range(0, 40_000).Select(i => (JsonNode)new JsonObject
        {
            ["name"] = "Zone",
            ["rows"] = new JsonArray(new JsonObject { ["seats"] = new JsonArray(new JsonObject { ["seat_number"] = "1" }) }),
        });

        Assert.Equal(
            (PlanReadRefusal?)PlanReadRefusal.TooManyObjects,
            PlanFiles.Read(new JsonObject { ["zones"] = new JsonArray([.. zones]) }).Refusal);
    }

    [Fact]
    public void File_WithDamagedBytes_NeverThrows() => Prop.ForAll(Damaged.ToArbitrary(), file =>
    {
        AssertAnswered(file);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void File_WithOddValues_NeverThrows() => Prop.ForAll(Replaced.ToArbitrary(), file =>
    {
        AssertAnswered(file);
    }).QuickCheckThrowOnFailure();

    private static Gen<byte[]> Damaged =>
        from seed in Gen.Elements(Seeds)
        from places in Gen.ArrayOf(Gen.Choose(0, seed.Length - 1), 6)
        from values in Gen.ArrayOf(Gen.Choose(0, 255), 6)
        from cut in Gen.Choose(0, seed.Length * 2)
        select places.Zip(values).Aggregate(seed.ToArray(), (file, at) =>
        {
            file[at.First] = (byte)at.Second;
            return file;
        })[..Math.Min(cut, seed.Length)];

    private static Gen<byte[]> Replaced =>
        from seed in Gen.Elements(Seeds)
        from places in Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 3)
        from values in Gen.ArrayOf(Gen.Elements(Odd), 3)
        select Encoding.UTF8.GetBytes(
            places.Zip(values).Aggregate(Encoding.UTF8.GetString(seed), (json, at) => ReplaceValue(json, at.First, at.Second)));

    // The value after one of the colons.
    private static string ReplaceValue(string json, int which, string value)
    {
        var colons = json.Select((c, i) => (c, i)).Where(at => at.c == ':').Select(at => at.i).ToList();
        if (colons.Count == 0)
        {
            return json;
        }

        var colon = colons[which % colons.Count];
        var end = json.AsSpan(colon + 1).IndexOfAny(",}]");
        return end < 0 ? json : string.Concat(json.AsSpan(0, colon + 1), value, json.AsSpan(colon + 1 + end));
    }

    private static void AssertAnswered(byte[] file)
    {
        var reading = PlanExchange.Read(file);

        Assert.Equal(reading.Document is null, reading.Refusal is not null);
        if (reading.Document is { } document)
        {
            // What was read can be checked and written.
            Assert.NotNull(PlanCompiler.Compile(document));
            Assert.NotEmpty(PlanExchange.WriteCsv(document).Bytes);
            Assert.NotEmpty(PlanExchange.WritePretix(document).Bytes);
        }
    }
}
