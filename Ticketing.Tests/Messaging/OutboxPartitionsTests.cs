using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>The outbox has a partition per day, and every row finds one.</summary>
public sealed class OutboxPartitionsTests(TestServers servers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    [Fact]
    public async Task Rows_OfAnyDay_FindAPartition()
    {
        await Partitions().MaintainAsync(Stop);
        await Partitions().MaintainAsync(Stop);
        await WriteAsync(TestTimes.Start);
        await WriteAsync(TestTimes.Start.AddDays(9));

        Assert.Equal(["outbox_20270301", "outbox_20270302", "outbox_20270303", "outbox_default"], await NamesAsync());
        Assert.Equal(["outbox_20270301", "outbox_default"], await _database.ListAsync<string>("select tableoid::regclass::text from outbox order by 1"));
    }

    // Jobs that follow from facts are done in the order of their ids.
    [Fact]
    public async Task Facts_WrittenInBulk_HaveIdsOfTheirTime()
    {
        await using var db = new TicketingDbContext(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(_database.DataSource).Options);

        await Outbox.AddAllAsync(db, "order", ["a", "b"], "date.cancelled", "{}", OrganizationId.New(), TestTimes.Start, Stop);

        Assert.Equal(["a", "b"], await _database.ListAsync<string>(
            "select aggregateid from outbox where id::text like $1 order by aggregateid", Guid.CreateVersion7(TestTimes.Start).ToString()[..15] + "%"));
    }

    [Fact]
    public async Task Day_WithRowsInTheDefaultPartition_IsLeftToIt()
    {
        await WriteAsync(TestTimes.Start.AddDays(1));
        await Partitions().MaintainAsync(Stop);

        Assert.Equal(["outbox_20270301", "outbox_20270303", "outbox_default"], await NamesAsync());
    }

    [Fact]
    public async Task Days_OlderThanTheRetention_AreDroppedOnceApplied()
    {
        await WriteAsync(TestTimes.Start.AddDays(-1));
        await Partitions().MaintainAsync(Stop);
        await WriteAsync(TestTimes.Start);
        await _database.ExecuteAsync("insert into fact_positions select 'slow', s, 0, 0 from generate_series(0, 15) s");
        _time.Advance(TimeSpan.FromDays(40));
        await Partitions("slow").MaintainAsync(Stop);
        Assert.Contains("outbox_20270301", await NamesAsync());
        Assert.Equal(2, await _database.ScalarAsync<long>("select count(*) from outbox"));

        var last = await _database.ScalarAsync<long>("select max(txid::text::bigint) from outbox");
        await _database.ExecuteAsync("update fact_positions set txid = $1", last + 1);
        await Partitions("slow").MaintainAsync(Stop);

        Assert.Equal(["outbox_20270410", "outbox_20270411", "outbox_20270412", "outbox_default"], await NamesAsync());
        Assert.Equal(0, await _database.ScalarAsync<long>("select count(*) from outbox"));
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private OutboxPartitions Partitions(params string[] consumers) => new(
        _database.DataSource,
        new FactConsumers(consumers.Select(name => new FactConsumer(name, ["*"], _ => throw new InvalidOperationException()))),
        Options.Create(new EventsOptions()),
        _time,
        NullLogger<OutboxPartitions>.Instance);

    private Task WriteAsync(DateTimeOffset at) => _database.ExecuteAsync(
        "insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at) values ($1, 'test', 'a', 'test.done', '{}', $2)",
        Guid.NewGuid(), at);

    private Task<List<string>> NamesAsync() => _database.ListAsync<string>(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'outbox'::regclass order by 1");
}
