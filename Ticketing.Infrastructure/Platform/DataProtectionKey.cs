namespace Ticketing.Infrastructure.Platform;

/// <summary>A key of ASP.NET Core data protection, shared by all instances.</summary>
public sealed class DataProtectionKey
{
    public required Guid Id { get; init; }

    public required string FriendlyName { get; init; }

    public required string Xml { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
