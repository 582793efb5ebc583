using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>Makes a mail job of each fact that leads to a mail; workers send at their own pace.</summary>
internal sealed class MailsConsumer : IFactConsumer
{
    /// <summary>Its name as a consumer of facts.</summary>
    public const string Name = "mails";

    private static readonly BatchTable<Fact> Jobs = new BatchTable<Fact>("jobs")
        .Column("id", fact => fact.Id)
        .Column("aggregate_id", fact => fact.AggregateId)
        .Column("type", fact => fact.Type)
        .Column("payload", fact => fact.Payload)
        .Column("created_at", fact => fact.CreatedAt);

    private static readonly SqlScript Insert = SqlScript.Of(
        """
        INSERT INTO mail_jobs (id, aggregate_id, type, payload, created_at, attempts)
        SELECT id, aggregate_id, type, payload::jsonb, created_at, 0 FROM {{jobs}} AS j
        ON CONFLICT DO NOTHING
        """, Jobs);

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Insert.On(connection, transaction).With(Jobs, facts);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
