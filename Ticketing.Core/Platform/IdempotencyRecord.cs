namespace Ticketing.Core.Platform;

/// <summary>The first answer to a command that carried a key, given again when the command is repeated.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>What the key is unique within: the route and the caller.</summary>
    public required string Scope { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request: the same key with another request is a mistake of the caller.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>The answer's HTTP status; null while the first request is still being answered.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public byte[]? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
