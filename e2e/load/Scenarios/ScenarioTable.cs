namespace Ticketing.Load.Scenarios;

/// <summary>All scenarios. A new one is a class and a line here.</summary>
internal static class ScenarioTable
{
    public static readonly IReadOnlyList<IScenario> All =
    [
        new Bookings(),
        new Race(),
        new Reads(),
        new Search(),
        new Growth(),
        new CatchUp(),
        new Queue(),
        new Governor(),
        new Budget(),
        new Chaos(),
        new Circuits(),
        new Door(),
        new Soak(),
        new Driver(),
    ];

    /// <exception cref="FormatException">There is no such scenario.</exception>
    public static IReadOnlyList<IScenario> Choose(string? name) => name is null
        ? [.. All.Where(scenario => scenario.IsInShortRound)]
        : [All.FirstOrDefault(scenario => scenario.Name == name) ?? throw new FormatException($"There is no scenario '{name}'.")];
}
