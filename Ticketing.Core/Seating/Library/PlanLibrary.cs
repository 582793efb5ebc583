using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>Stand-in.</summary>
public sealed record PlanTemplate(string Key, string Name, string Description, int Seats);

/// <summary>Stand-in.</summary>
public static class PlanLibrary
{
    public static IReadOnlyList<PlanTemplate> All { get; } = [new("studio", "Studio", "Straight rows", 4)];

    public static PlanDocument Document(string key) => new()
    {
        Name = "Studio",
        Categories = [new PlanCategory("one", "Category 1", "#4f6bed")],
        Sections = [new PlanSection("floor", "Floor")],
    };
}
