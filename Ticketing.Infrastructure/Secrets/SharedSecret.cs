namespace Ticketing.Infrastructure.Secrets;

/// <summary>Random bytes that all instances share, encrypted by data protection.</summary>
public sealed class SharedSecret
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
