using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// Unit of work of one call, in one transaction. Lock order: the intent, before changes to it or to objects that belong to it.
/// </summary>
internal sealed class LocalStripeUnit(NpgsqlTransaction transaction, DateTimeOffset now, string? requestId, string? idempotencyKey)
{
    private readonly List<NpgsqlBatchCommand> _writes = [];

    public DateTimeOffset Now => now;

    public long NowSeconds => now.ToUnixTimeSeconds();

    /// <summary>True if an event was added, so that the worker has to be woken.</summary>
    public bool HasEvents { get; private set; }

    public async Task<StripeResource?> FindAsync(string kind, string id, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ReadAsync(
            "SELECT body, parent, behavior FROM local_stripe.resources WHERE id = @id AND kind = @kind", kind, id, cancellationToken);
    }

    public async Task<StripeResource> GetAsync(string kind, string id, string param, CancellationToken cancellationToken) =>
        await FindAsync(kind, id, cancellationToken) ?? throw StripeProblem.Missing(kind, id, param);

    /// <summary>Reads an object and locks its row until the end of the transaction.</summary>
    /// <exception cref="StripeProblem">It does not exist.</exception>
    public async Task<StripeResource> LockAsync(string kind, string id, string param, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ReadAsync(
            "SELECT body, parent, behavior FROM local_stripe.resources WHERE id = @id AND kind = @kind FOR UPDATE", kind, id, cancellationToken)
            ?? throw StripeProblem.Missing(kind, id, param);
    }

    public void Add(StripeResource resource) => Queue(
        "INSERT INTO local_stripe.resources (id, kind, parent, behavior, created_at, body) VALUES (@id, @kind, @parent, @behavior, @now, @body)",
        Text("id", resource.Id), Text("kind", resource.Kind), Text("parent", resource.Parent), Text("behavior", resource.Behavior?.ToString()), Time("now", now),
        Json("body", resource.Body));

    public void Save(StripeResource resource) => Queue(
        "UPDATE local_stripe.resources SET body = @body, behavior = @behavior WHERE id = @id",
        Text("id", resource.Id), Json("body", resource.Body), Text("behavior", resource.Behavior?.ToString()));

    public void Remove(StripeResource resource) => Queue("DELETE FROM local_stripe.resources WHERE id = @id", Text("id", resource.Id));

    /// <summary>Adds an event with the object's current state and queues its webhook deliveries.</summary>
    public void AddEvent(string type, StripeResource subject)
    {
        HasEvents = true;
        var id = StripeIds.New("evt");
        var body = StripeShapes.Event(id, type, subject.Body, NowSeconds, requestId, idempotencyKey);
        var intent = subject.Kind == "payment_intent" ? subject.Id : subject.Parent;
        Add(new StripeResource(body, intent));
        Queue(
            """
            INSERT INTO local_stripe.deliveries (event_id, endpoint_id, due_at)
            SELECT @event, target.id, @now + make_interval(secs => coalesce(rule.delay_milliseconds, 0) / 1000.0)
            FROM (
              SELECT NULL::text AS id WHERE @interesting
              UNION ALL
              SELECT id FROM local_stripe.resources
              WHERE kind = 'webhook_endpoint'
                AND EXISTS (SELECT FROM json_array_elements_text(body -> 'enabled_events') AS wanted WHERE wanted IN ('*', @type))
            ) AS target
            LEFT JOIN LATERAL (
              SELECT * FROM local_stripe.webhook_rules WHERE payment_intent IN (@intent, '*') ORDER BY payment_intent = '*' LIMIT 1
            ) AS rule ON true
            CROSS JOIN generate_series(1, coalesce(rule.copies, 1::smallint))
            WHERE NOT coalesce(rule.dropped, false)
            """,
            Text("event", id), Time("now", now), new NpgsqlParameter<bool>("interesting", StripeEvents.OfInterest.Contains(type)), Text("type", type),
            Text("intent", intent ?? ""));
    }

    /// <summary>Schedules the outcome of a pending refund.</summary>
    public void Settle(string refundId, DateTimeOffset at, string status) => Queue(
        "INSERT INTO local_stripe.refund_outcomes (refund_id, due_at, status) VALUES (@refund, @at, @status)",
        Text("refund", refundId), Time("at", at), Text("status", status));

    public void Queue(string sql, params NpgsqlParameter[] parameters)
    {
        var write = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            write.Parameters.Add(parameter);
        }

        _writes.Add(write);
    }

    /// <summary>Executes the queued statements in order, in one round trip.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_writes.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var write in _writes)
        {
            batch.BatchCommands.Add(write);
        }

        _writes.Clear();
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller's SQL is a constant; user input is in parameters.")]
    public NpgsqlCommand Command(string sql) => new(sql, transaction.Connection, transaction);

    public static NpgsqlParameter Text(string name, string? value) => new(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value };

    public static NpgsqlParameter Time(string name, DateTimeOffset value) => new(name, NpgsqlDbType.TimestampTz) { Value = value.ToUniversalTime() };

    public static NpgsqlParameter Json(string name, JsonObject value) => new(name, NpgsqlDbType.Json) { Value = value.ToJsonString() };

    /// <summary>Reads a row of (body, parent, behavior).</summary>
    public static StripeResource Read(NpgsqlDataReader row) => new(
        JsonSerializer.Deserialize<JsonObject>(row.GetString("body"))!,
        row["parent"] as string,
        row["behavior"] is string behavior ? Enum.Parse<CardBehavior>(behavior) : null);

    private async Task<StripeResource?> ReadAsync(string sql, string kind, string id, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        command.Parameters.Add(Text("id", id));
        command.Parameters.Add(Text("kind", kind));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Read(row) : null;
    }
}
