using System.Text.Json;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.CheckIn;

/// <summary>The verdicts of <c>verdicts.json</c>, which devices' own tests read too: both decide alike.</summary>
public sealed class CheckInRulesTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Names => [.. Vectors().Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_OfAVector_IsAsWritten(string name)
    {
        var vector = Assert.Single(Vectors(), vector => vector.Name == name);

        var output = CheckInRules.Judge(vector.Input);

        Assert.Equal(vector.Output.Verdict, output.Verdict.ToWord());
        Assert.Equal(vector.Output.Why, output.Why);
        Assert.Equal(vector.Output.Unlisted, output.Unlisted);
    }

    [Fact]
    public void Vectors_OfEachVerdict_AreThere()
    {
        var said = Vectors().Select(vector => vector.Output.Verdict).ToHashSet();

        Assert.Empty(Enum.GetValues<Verdict>().Where(verdict => verdict != Verdict.Duplicate).Select(verdict => verdict.ToWord()).Except(said));
    }

    private static List<Vector> Vectors() =>
        JsonSerializer.Deserialize<List<Vector>>(Repository.Read("Ticketing.Tests/CheckIn/verdicts.json"), Json)!;

    private sealed record Vector(string Name, VerdictInput Input, Expected Output);

    private sealed record Expected(string Verdict, string? Why = null, bool Unlisted = false);
}
