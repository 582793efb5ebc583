namespace Ticketing.Core.Analytics;

/// <summary>A read model that can be rebuilt from the data that it is made of.</summary>
public sealed class Projection
{
    public const int ErrorLengthMax = 1000;

    /// <summary>The sales figures: <c>sales_minutes</c>.</summary>
    public const string Sales = "sales";

    /// <summary>Seats by section and status: <c>availability</c>.</summary>
    public const string Availability = "availability";

    /// <summary>The names of all; new ones come last.</summary>
    public static IReadOnlyList<string> All { get; } = [Sales, Availability];

    public required string Name { get; init; }

    public required ProjectionStatus Status { get; set; }

    /// <summary>How much of the last rebuild is done; percent.</summary>
    public required short Progress { get; set; }

    /// <summary>When the last rebuild began.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the last successful rebuild ended; null: there was none.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why the last rebuild failed; null: it did not.</summary>
    public string? Error { get; set; }
}

public enum ProjectionStatus
{
    /// <summary>It was not built yet.</summary>
    Never,

    /// <summary>It is being rebuilt; readers see the former one.</summary>
    Rebuilding,

    Current,

    /// <summary>The last rebuild failed; readers see the former one.</summary>
    Failed,
}
