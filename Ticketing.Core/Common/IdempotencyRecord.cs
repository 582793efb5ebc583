namespace Ticketing.Core.Common;

/// <summary>The stored response to a command with an idempotency key; a repeated command gets it again.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>See <see cref="RepeatableRequest"/>.</summary>
    public required Guid Id { get; init; }

    public required byte[] RequestHash { get; init; }

    /// <summary>The account whose response <see cref="Body"/> stores; erased with the account. Null for guests.</summary>
    public UserId? UserId { get; init; }

    /// <summary>The id of what the request created, where a repeat builds its response from that instead of <see cref="Body"/>.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The response's HTTP status; null while the first request runs, and where <see cref="SubjectId"/> is set.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public byte[]? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
