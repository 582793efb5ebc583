namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>How new shared figures have to be. What is new enough is not read again.</summary>
/// <param name="Version">They were read after this many signals of changed figures.</param>
/// <param name="AgeMax">Nor are they older.</param>
public readonly record struct Freshness(long Version, TimeSpan AgeMax)
{
    /// <summary>For a page that opens.</summary>
    public static Freshness Usual { get; } = Within(TimeSpan.FromSeconds(1));

    /// <summary>For a page that was told of a change.</summary>
    public static Freshness Since(long version) => new(version, TimeSpan.MaxValue);

    public static Freshness Within(TimeSpan age) => new(0, age);
}
