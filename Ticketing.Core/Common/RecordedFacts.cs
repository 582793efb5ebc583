using System.Text.Json;

namespace Ticketing.Core.Common;

/// <summary>
/// Something whose changes are facts: each method that changes it says so here, and what it said is written to the
/// outbox and the audit log in the transaction that saves it.
/// </summary>
public interface IRecordsFacts
{
    /// <summary>Takes what was recorded since the last call.</summary>
    RecordedFacts TakeFacts();
}

/// <param name="Outbox">What others are told.</param>
/// <param name="Audit">What the audit log keeps.</param>
public sealed record RecordedFacts(IReadOnlyList<OutboxMessage> Outbox, IReadOnlyList<AuditEntry> Audit);

/// <summary>Who does something, for the audit log.</summary>
/// <param name="Id">The account, when there is one.</param>
/// <param name="Name"><c>buyer</c>, <c>system</c>, <c>provider</c>, or the e-mail address of an account.</param>
public readonly record struct Actor(UserId? Id, string Name)
{
    public static Actor Buyer { get; } = new(null, "buyer");

    public static Actor System { get; } = new(null, "system");

    public static Actor Provider { get; } = new(null, "provider");
}

/// <summary>Collects facts for one aggregate.</summary>
public sealed class FactRecorder(string aggregateType)
{
    private List<OutboxMessage> _outbox = [];
    private List<AuditEntry> _audit = [];

    /// <summary>Records that <paramref name="type"/> happened and how it changed the aggregate.</summary>
    /// <param name="type">The fact's name: <c>order.paid</c>.</param>
    /// <param name="payload">What consumers need; serialised at once.</param>
    /// <param name="before">The state before, in one word; null for a beginning.</param>
    /// <param name="after">The state after, in one word.</param>
    public void Record(string type, string aggregateId, object payload, string? before, string after, Actor actor, DateTimeOffset now) =>
        RecordJson(type, aggregateId, payload, before is null ? null : State(before), State(after), actor, now);

    /// <summary>The same for what is no single word.</summary>
    /// <param name="before">The state before, as JSON; null for a beginning.</param>
    /// <param name="after">The state after, as JSON; null for an end.</param>
    public void RecordJson(string type, string aggregateId, object payload, string? before, string? after, Actor actor, DateTimeOffset now)
    {
        _outbox.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            AggregateType = aggregateType,
            AggregateId = aggregateId,
            Type = type,
            Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web),
            CreatedAt = now,
        });
        _audit.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorId = actor.Id,
            Actor = actor.Name,
            Action = type,
            SubjectType = aggregateType,
            SubjectId = aggregateId,
            Before = before,
            After = after,
        });
    }

    public RecordedFacts Take()
    {
        var taken = new RecordedFacts(_outbox, _audit);
        (_outbox, _audit) = ([], []);
        return taken;
    }

    private static string State(string state) => JsonSerializer.Serialize(new { status = state });
}
