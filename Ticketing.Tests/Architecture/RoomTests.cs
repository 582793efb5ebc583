namespace Ticketing.Tests.Architecture;

/// <summary>Dependencies between rooms: no cycle in a project, and no reference to the development stand-ins.</summary>
public sealed class RoomTests
{
    private const string Development = "Development";

    public static TheoryData<string> Projects => ["Core", "Infrastructure", "App"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_OfAProject_FormNoCycle(string project) => Assert.Empty(Rooms.Cycles([.. Rooms.Within(project)]));

    [Fact]
    public void Production_ToDevelopment_HasNoReference() =>
        Assert.Empty(Rooms.Uses.Where(use => use.To == Development && use.From != Development).Select(use => use.ToString()));

    // Guards the two tests above against an empty input.
    [Fact]
    public void Uses_InTheAssemblies_AreFound() => Assert.Contains(Rooms.Uses, use => use is { Project: "Infrastructure", From: "Ordering", To: "WaitingRoom" });
}
