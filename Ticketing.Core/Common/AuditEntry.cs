namespace Ticketing.Core.Common;

/// <summary>Who did what to what, when. Append-only.</summary>
public sealed class AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that acted; null for a guest or the system itself.</summary>
    public UserId? ActorId { get; init; }

    /// <summary>The actor's name: <c>buyer</c>, <c>system</c>, <c>provider</c> or an account's e-mail address.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done: <c>order.cancel</c> …</summary>
    public required string Action { get; init; }

    public required string SubjectType { get; init; }

    public required string SubjectId { get; init; }

    /// <summary>JSON of the changed values before; null for a creation.</summary>
    public string? Before { get; init; }

    /// <summary>JSON of the changed values after.</summary>
    public string? After { get; init; }

    /// <summary>An entry of now.</summary>
    /// <param name="before">JSON of the changed values; null for a creation.</param>
    /// <param name="after">JSON of the changed values; null for a deletion.</param>
    public static AuditEntry Of(
        string action, string subjectType, string subjectId, string? before, string? after, Actor actor, DateTimeOffset now)
    {
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorId = actor.Id,
            Actor = actor.Name,
            Action = action,
            SubjectType = subjectType,
            SubjectId = subjectId,
            Before = before,
            After = after,
        };
    }
}
