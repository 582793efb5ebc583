namespace Ticketing.Infrastructure.Secrets;

/// <summary>A random secret shared by all instances, encrypted by data protection.</summary>
public sealed class SharedSecret
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
