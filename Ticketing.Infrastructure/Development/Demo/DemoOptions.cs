namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Settings under <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Fills an empty database with a demo shop at startup.</summary>
    public bool Enabled { get; set; }
}
