namespace Ticketing.Core.Common;

/// <summary>The first answer to a command that carried a key, given again when the command is repeated.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>See <see cref="RepeatableRequest"/>.</summary>
    public required Guid Id { get; init; }

    public required byte[] RequestHash { get; init; }

    /// <summary>The account whose request has its answer in <see cref="Body"/>, so that it ends with the account; null for guests.</summary>
    public UserId? UserId { get; init; }

    /// <summary>What the request made, where the answer is told again from that instead of from <see cref="Body"/>.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The answer's HTTP status; null while the first request is still being answered, and where it is told from its subject.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public byte[]? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
