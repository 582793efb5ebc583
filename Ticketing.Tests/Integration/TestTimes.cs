namespace Ticketing.Tests.Integration;

/// <summary>Default start of test clocks: cards, offers and certificates are valid then.</summary>
internal static class TestTimes
{
    public static readonly DateTimeOffset Start = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);
}
