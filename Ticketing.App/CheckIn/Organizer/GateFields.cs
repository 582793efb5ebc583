namespace Ticketing.App.CheckIn.Organizer;

/// <summary>What was typed about a gate.</summary>
/// <param name="Sections">Names with commas.</param>
public sealed record GateFields(string Name, string Sections)
{
    public IReadOnlyList<string> SectionNames =>
        Sections.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
