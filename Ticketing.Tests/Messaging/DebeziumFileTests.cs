using System.Text.Json.Nodes;
using Ticketing.Tests.Architecture;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>
/// <c>deploy/kafka/debezium.json</c> against the outbox: the event router names columns and needs certain types
/// (https://debezium.io/documentation/reference/stable/transformations/outbox-event-router.html).
/// </summary>
public sealed class DebeziumFileTests(TestServers servers)
{
    private const string Router = "transforms.outbox.";

    private static readonly JsonNode Config =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "kafka", "debezium.json")))!["config"]!;

    [Fact]
    public async Task Columns_ThatTheRouterReads_AreInTheOutboxWithTheirTypes()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var expected = new Dictionary<string, string>
        {
            [Value("table.field.event.id")] = "uuid",
            [Value("table.field.event.key")] = "character varying",
            [Value("table.field.event.type")] = "character varying",
            [Value("table.field.event.payload")] = "jsonb",
            [Value("route.by.field")] = "character varying",
        };
        foreach (var (column, type) in expected)
        {
            Assert.Equal(type, await TypeAsync(database, column));
        }

        foreach (var placed in Value("table.fields.additional.placement").Split(','))
        {
            Assert.NotNull(await TypeAsync(database, placed.Split(':')[0]));
        }
    }

    // The router takes event times as numbers only, and the outbox has a timestamp.
    [Fact]
    public void EventTime_IsNotSet() => Assert.Null(Config[Router + "table.field.event.timestamp"]);

    [Fact]
    public async Task Publication_AsTheManualMakesIt_PublishesTheWholeTableUnderItsName()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await database.ExecuteAsync(
            "create publication " + Config["publication.name"] + " for table outbox with (publish = 'insert', publish_via_partition_root = true)");
        Assert.Equal(
            (string?)Config["table.include.list"],
            await database.ScalarAsync<string>(
                "select string_agg(schemaname || '.' || tablename, ' ') from pg_publication_tables where pubname = $1",
                (string)Config["publication.name"]!));
    }

    private static string Value(string key) => (string)Config[Router + key]!;

    private static Task<string?> TypeAsync(TestDatabase database, string column) => database.ScalarAsync<string>(
        "select data_type from information_schema.columns where table_schema = 'public' and table_name = 'outbox' and column_name = $1", column);
}
