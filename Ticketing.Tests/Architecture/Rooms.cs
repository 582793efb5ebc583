using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Architecture;

/// <summary>A use of one room's type by another room. A room is a project's top folder, the third part of a namespace.</summary>
internal sealed record RoomUse(string Project, string From, string ToProject, string To, string Example)
{
    public override string ToString() => $"{Project}.{From} -> {ToProject}.{To} ({Example})";
}

/// <summary>Uses between rooms, read from the compiled assemblies, including method bodies, lambdas and state machines.</summary>
internal static class Rooms
{
    private static readonly System.Reflection.Assembly[] Assemblies = [typeof(Money).Assembly, typeof(TicketingDbContext).Assembly, typeof(Program).Assembly];

    /// <summary>The composition roots: their types connect rooms and belong to none.</summary>
    private static readonly HashSet<string> Composition = ["Program", "InfrastructureRegistration"];

    public static ArchUnitNET.Domain.Architecture Code { get; } = new ArchLoader().LoadAssemblies(Assemblies).Build();

    /// <summary>One example of each use between two rooms.</summary>
    public static IReadOnlyList<RoomUse> Uses { get; } = [.. Find().DistinctBy(use => (use.Project, use.From, use.ToProject, use.To))];

    public static (string Project, string Room)? Of(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Ticketing", var project, var room, ..] && project is "Core" or "Infrastructure" or "App" ? (project, room) : null;

    /// <summary>The uses between two rooms of one project.</summary>
    public static IEnumerable<RoomUse> Within(string project) => Uses.Where(use => use.Project == project && use.ToProject == project);

    /// <summary>Those of <paramref name="uses"/> that lie on a cycle.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyList<RoomUse> uses)
    {
        var reachable = uses.Select(use => use.From).Distinct().ToDictionary(room => room, room => ReachableFrom(room, uses));
        return uses.Where(use => reachable.TryGetValue(use.To, out var further) && further.Contains(use.From))
            .Select(use => use.ToString()).Order();
    }

    private static HashSet<string> ReachableFrom(string room, IReadOnlyList<RoomUse> uses)
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

    private static IEnumerable<RoomUse> Find() =>
        from type in Code.Types
        where !Composition.Contains(type.Name)
        let room = Of(type)
        where room is not null
        from dependency in type.Dependencies
        let used = Of(dependency.Target)
        where used is not null && used != room
        select new RoomUse(room.Value.Project, room.Value.Room, used.Value.Project, used.Value.Room, $"{type.Name} uses {dependency.Target.Name}");
}
