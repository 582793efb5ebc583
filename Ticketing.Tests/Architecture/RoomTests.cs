namespace Ticketing.Tests.Architecture;

/// <summary>Dependencies between rooms: no cycle in a project, and no reference to the development stand-ins.</summary>
public sealed class RoomTests
{
    private const string Development = "Development";

    public static TheoryData<string> Projects => ["Core", "Infrastructure", "App"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_OfAProject_FormNoCycle(string project)
    {
        var uses = Rooms.Uses.Where(use => use.Project == project && use.ToProject == project).ToList();
        var reachable = uses.Select(use => use.From).Distinct().ToDictionary(room => room, room => ReachableFrom(room, uses));

        Assert.Empty(uses.Where(use => reachable.TryGetValue(use.To, out var further) && further.Contains(use.From)).Select(use => use.ToString()).Order());
    }

    [Fact]
    public void Production_ToDevelopment_HasNoReference() =>
        Assert.Empty(Rooms.Uses.Where(use => use.To == Development && use.From != Development).Select(use => use.ToString()));

    // Guards the two tests above against an empty input.
    [Fact]
    public void Uses_InTheAssemblies_AreFound() => Assert.Contains(Rooms.Uses, use => use is { Project: "Infrastructure", From: "Ordering", To: "WaitingRoom" });

    private static HashSet<string> ReachableFrom(string room, List<RoomUse> uses)
    {
        HashSet<string> reached = [];
        var open = new Stack<string>([room]);
        while (open.TryPop(out var next))
        {
            foreach (var use in uses.Where(use => use.From == next && reached.Add(use.To)))
            {
                open.Push(use.To);
            }
        }

        return reached;
    }
}
