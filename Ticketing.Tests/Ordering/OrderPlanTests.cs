using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// The hot path keeps generic plans, and those of a new installation are made while the tables are empty: they must not read more with each
/// order of a performance.
/// </summary>
public sealed class OrderPlanTests(TestServers servers)
{
    private const string Request =
        "(SELECT 1 AS no, $1::uuid AS hold_id, $2::text AS email, $3::uuid AS user_id, $4::boolean AS proven, $5::uuid AS request_id) AS r";

    [Fact]
    public async Task LockHolds_PlannedForEmptyTables_CountsByTheBuyersIndexes()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var hot = new HotPathDatabase(database.ConnectionString);
        await using var connection = hot.Open();
        var statement = EmbeddedText.Read("lock-holds.sql").Replace("{{requests}} AS r", Request, StringComparison.Ordinal);
        await using (var prepare = new NpgsqlCommand($"PREPARE locking (uuid, text, uuid, boolean, uuid) AS {statement}", connection))
        {
            await prepare.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var plan = new List<string>();
        await using (var explain = new NpgsqlCommand(
            "EXPLAIN EXECUTE locking (gen_random_uuid(), 'a@example.org', gen_random_uuid(), true, NULL)", connection))
        {
            await using var row = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await row.ReadAsync(TestContext.Current.CancellationToken))
            {
                plan.Add(row.GetString(0));
            }
        }

        var text = string.Join('\n', plan);
        Assert.Contains("ix_orders_email_normalized_performance_id", text, StringComparison.Ordinal);
        Assert.Contains("ix_orders_user_id", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ix_orders_performance_id", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", text, StringComparison.Ordinal);
    }
}
