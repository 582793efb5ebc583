using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>
/// A relay, consumers and the outbox of one test. Consumers write what they apply to the table <c>applied</c>. Tests of a class share the
/// database: each has a type of facts and a consumer of its own.
/// </summary>
internal sealed class FactBench : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<NpgsqlConnection> _connections = [];

    private FactBench(TestDatabase database, string name, IFactLog log) => (Database, Name, Log) = (database, name, log);

    public TestDatabase Database { get; }

    /// <summary>The consumer's name and the prefix of its facts' types.</summary>
    public string Name { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public FactSignals Signals { get; } = new();

    public IFactLog Log { get; }

    /// <summary>Called for each fact before its effect; may throw.</summary>
    public Action<Fact> Before { get; set; } = _ => { };

    /// <summary>Called after the effects of a call; may throw.</summary>
    public Action After { get; set; } = () => { };

    /// <param name="log">Default: in Redis.</param>
    public static async Task<FactBench> OpenAsync(TestDatabase database, string name, IFactLog? log = null)
    {
        await database.ExecuteAsync(
            "create table if not exists applied (seq bigint generated always as identity, consumer text, fact_id uuid, type text, aggregate text)");
        return new FactBench(database, name, log ?? new RedisFactLog(database.Redis));
    }

    public FactConsumer Consumer(string? name = null) => new(name ?? Name, [Name + ".*"], _ => new ApplyingConsumer(this, name ?? Name));

    public FactConsumers Consumers(params FactConsumer[] consumers) => new(consumers.Length > 0 ? consumers : [Consumer()]);

    public async Task<(FactRelay Relay, NpgsqlConnection Connection)> RelayAsync(FactConsumers? consumers = null, long lengthMax = 1_000_000)
    {
        var relay = new FactRelay(
            Log, consumers ?? Consumers(), Signals, new FactMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), Time,
            NullLogger<FactRelay>.Instance)
        {
            LengthMax = lengthMax,
        };
        var connection = await Database.DataSource.OpenConnectionAsync();
        _connections.Add(connection);
        await relay.BeginAsync(connection, default);
        return (relay, connection);
    }

    /// <summary>Carries the facts that are committed now.</summary>
    public async Task CarryAsync((FactRelay Relay, NpgsqlConnection Connection) by)
    {
        // Transactions of other tests' databases hold the horizon back.
        var last = await Database.ScalarAsync<long>("select coalesce(max(txid::text::bigint), 0) from outbox");
        await Eventually.TrueAsync(async () =>
        {
            await by.Relay.RelayOnceAsync(by.Connection, default);
            return await Log.FindCursorAsync(default) is { } cursor && cursor.Transaction >= last;
        });
    }

    /// <summary>All facts of the log as text, with their streams.</summary>
    public async Task<List<string>> EntriesAsync()
    {
        var (after, entries) = (new FactPosition[FactStreams.Count], new List<string>());
        for (var isComplete = false; !isComplete;)
        {
            var page = (await Log.ReadAsync(after, 0, default))!;
            for (var stream = 0; stream < FactStreams.Count; stream++)
            {
                var facts = page.Streams[stream].Facts;
                entries.AddRange(facts.Select(fact => $"{stream} {FactText.Write(fact)}"));
                after[stream] = facts.Count > 0 ? facts[^1].Position : after[stream];
            }

            isComplete = page.Streams.All(slice => slice.IsComplete);
        }

        return entries;
    }

    public FactConsumerRunner Runner(FactConsumer? consumer = null) => new(
        consumer ?? Consumer(), Database.DataSource, Log, new FactPages(Log, Signals), _services.GetRequiredService<IServiceScopeFactory>(), Signals,
        new FactMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), Time, NullLogger<FactConsumerRunner>.Instance);

    /// <summary>A host of the consumer, as of another instance.</summary>
    public FactConsumerHost Host() => new(
        Consumers(), Database.DataSource, Log, _services.GetRequiredService<IServiceScopeFactory>(), new FactSignals(),
        new FactMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), new LoadMonitor(Time), Time,
        NullLoggerFactory.Instance);

    /// <summary>Applies what is in the log.</summary>
    public static async Task DrainAsync(FactConsumerRunner runner)
    {
        while (await runner.PassAsync(default))
        {
        }
    }

    /// <summary>Writes facts of one aggregate in a transaction, numbered in their types: <c>name.1</c> …</summary>
    public async Task WriteAsync(string aggregate, int first, int count = 1)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await WriteAsync(connection, aggregate, first, count);
    }

    public async Task WriteAsync(NpgsqlConnection connection, string aggregate, int first, int count = 1)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at)
            select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'test', $1, $2 || '.' || n, '{"n": 1}', $5
            from generate_series($3, $3 + $4 - 1) n
            """, connection);
        foreach (var value in new object[] { aggregate, Name, first, count, Time.GetUtcNow() })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The numbers of the applied facts of an aggregate, in the order of their application.</summary>
    public Task<List<int>> AppliedAsync(string aggregate, string? consumer = null) => Database.ListAsync<int>(
        "select split_part(type, '.', 2)::int from applied where consumer = $1 and aggregate = $2 order by seq", consumer ?? Name, aggregate);

    public Task<List<string>> LettersAsync() => Database.ListAsync<string>(
        "select concat_ws(' ', aggregate_id, split_part(type, '.', 2), status, attempts) from dead_letters where consumer = $1 order by txid, ordinal", Name);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _services.DisposeAsync();
    }

    private sealed class ApplyingConsumer(FactBench bench, string name) : IFactConsumer
    {
        public async Task ApplyAsync(
            IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
        {
            foreach (var fact in facts)
            {
                bench.Before(fact);
                await using var command = new NpgsqlCommand(
                    "insert into applied (consumer, fact_id, type, aggregate) values ($1, $2, $3, $4)", connection, transaction);
                foreach (var value in new object[] { name, fact.Id, fact.Type, fact.AggregateId })
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = value });
                }

                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            bench.After();
        }
    }
}
