namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Settings under <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Whether an empty database is filled with a demo shop at start-up.</summary>
    public bool Enabled { get; set; }
}
