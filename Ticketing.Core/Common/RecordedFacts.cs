using System.Text.Json;

namespace Ticketing.Core.Common;

/// <summary>
/// An aggregate that records its changes. The save that writes the aggregate also writes them to the outbox and the audit log, in
/// one transaction.
/// </summary>
public interface IRecordsFacts
{
    /// <summary>Returns and clears what was recorded since the last call.</summary>
    RecordedFacts TakeFacts();
}

/// <param name="Outbox">Events to publish.</param>
/// <param name="Audit">Entries for the audit log.</param>
public sealed record RecordedFacts(IReadOnlyList<OutboxMessage> Outbox, IReadOnlyList<AuditEntry> Audit);

/// <summary>The actor of an audit entry.</summary>
/// <param name="Id">The account, when there is one.</param>
/// <param name="Name"><c>buyer</c>, <c>system</c>, <c>provider</c>, or the e-mail address of an account.</param>
public readonly record struct Actor(UserId? Id, string Name)
{
    public static Actor Buyer { get; } = new(null, "buyer");

    public static Actor System { get; } = new(null, "system");

    public static Actor Provider { get; } = new(null, "provider");
}

/// <summary>Collects the recorded facts of one aggregate.</summary>
public sealed class FactRecorder(string aggregateType)
{
    private List<OutboxMessage> _outbox = [];
    private List<AuditEntry> _audit = [];

    /// <summary>Records an outbox event and an audit entry for a change of state.</summary>
    /// <param name="type">The event's type: <c>order.paid</c>.</param>
    /// <param name="payload">Data for consumers; serialised at once.</param>
    /// <param name="before">The state before, in one word; null for a creation.</param>
    /// <param name="after">The state after, in one word.</param>
    /// <param name="isAudited">False: the event is the only record.</param>
    public void Record(
        string type, string aggregateId, OrganizationId organization, object payload, string? before, string after, Actor actor,
        DateTimeOffset now, bool isAudited = true)
    {
        if (isAudited)
        {
            RecordJson(type, aggregateId, organization, payload, before is null ? null : State(before), State(after), actor, now);
        }
        else
        {
            Publish(type, aggregateId, organization, payload, now);
        }
    }

    /// <summary>The same with states as JSON.</summary>
    /// <param name="before">The state before, as JSON; null for a creation.</param>
    /// <param name="after">The state after, as JSON; null for a deletion.</param>
    public void RecordJson(
        string type, string aggregateId, OrganizationId organization, object payload, string? before, string? after, Actor actor,
        DateTimeOffset now)
    {
        Publish(type, aggregateId, organization, payload, now);
        _audit.Add(AuditEntry.Of(type, aggregateType, aggregateId, before, after, actor, now));
    }

    public RecordedFacts Take()
    {
        var taken = new RecordedFacts(_outbox, _audit);
        (_outbox, _audit) = ([], []);
        return taken;
    }

    private void Publish(string type, string aggregateId, OrganizationId organization, object payload, DateTimeOffset now) =>
        _outbox.Add(OutboxMessage.Of(type, aggregateType, aggregateId, organization, payload, now));

    private static string State(string state) => JsonSerializer.Serialize(new { status = state });
}
