using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

public sealed class BatchTableTests(TestServers servers)
{
    private const string Select = "SELECT * FROM {{rows}} AS r ORDER BY no";

    private static readonly BatchTable<Row> Rows = new BatchTable<Row>("rows")
        .Column("no", row => row.No)
        .Column("small", row => row.Small)
        .Column("big", row => row.Big)
        .Column("big_or_null", row => row.BigOrNull)
        .Column("yes", row => row.Yes)
        .Column("text", row => row.Text)
        .Column("bytes", row => row.Bytes)
        .Column("uuid", row => row.Uuid)
        .Column("uuid_or_null", row => row.UuidOrNull)
        .Column("order_id", row => row.Order)
        .Column("user_id", row => row.User)
        .Column("at", row => row.At)
        .Column("at_or_null", row => row.AtOrNull);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Table_InAStatement_HasNamedAndPositionalForms()
    {
        var table = new BatchTable<int>("t").Column("a", row => row).Column("b", row => (short)row);

        Assert.Equal("unnest(@t_a::integer[], @t_b::smallint[]) AS x(a, b)", table.ToSql("x"));
        Assert.Equal(
            "SELECT $1 FROM unnest($2::integer[], $3::smallint[]) AS t(a, b), unnest($2::integer[], $3::smallint[]) AS u(a, b)",
            SqlScript.Of("SELECT @now FROM {{t}}, {{t}} AS u", table).Text);
    }

    [Fact]
    public void Column_Duplicate_Throws() =>
        Assert.Throws<InvariantException>(() => new BatchTable<int>("t").Column("a", row => row).Column("a", row => row));

    [Fact]
    public void Table_Missing_Throws() => Assert.Throws<ArgumentException>(() => SqlScript.Of("SELECT * FROM {{t}}"));

    [Fact]
    public async Task Rows_OfEveryType_RoundTrip()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var at = new DateTimeOffset(2027, 3, 1, 12, 30, 0, TimeSpan.FromHours(2));
        Row[] rows =
        [
            new(1, short.MinValue, long.MaxValue, 5, true, "it's @text", [1, 2], Guid.NewGuid(), Guid.NewGuid(), OrderId.New(), UserId.New(), at, at),
            new(2, 0, 0, null, false, null, null, Guid.Empty, null, default, null, DateTimeOffset.UnixEpoch, null),
        ];

        Assert.Equal(rows.Select(row => row.ToString()), await ReadAsync(database.DataSource, rows));
    }

    [Fact]
    public async Task Rows_Empty_AreEmpty()
    {
        await using var database = await servers.CreateDatabaseAsync();

        Assert.Empty(await ReadAsync(database.DataSource, []));
    }

    [Fact]
    public async Task Statement_OfABatch_StaysPrepared()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync(Stop);
        var script = SqlScript.Of(Select, Rows);
        for (var i = 0; i < 3; i++)
        {
            await using var command = script.On(connection).With(Rows, []).Prepare();
            await command.ExecuteNonQueryAsync(Stop);
        }

        await using var prepared = new NpgsqlCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement = @sql", connection).With("sql", script.Text);
        Assert.Equal(1L, await prepared.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Parameter_WithoutAValue_Throws()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var command = SqlScript.Of("SELECT @one, @other").On(database.DataSource).With("one", 1);

        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => command.ExecuteScalarAsync(Stop));

        Assert.Contains("@other", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_Scalar_RoundTrip()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var at = new DateTimeOffset(2027, 3, 1, 12, 30, 0, TimeSpan.FromHours(2));
        await using var command = SqlScript.Of("SELECT @at::timestamptz = '2027-03-01 10:30Z' AND @none::uuid IS NULL AND @some = 5 AND @text = 'x' AND cardinality(@many) = 2")
            .On(database.DataSource)
            .With("at", at).WithOrNull("none", (Guid?)null).WithOrNull("some", (int?)5).With("text", "x").With("many", new[] { "a", "b" });

        Assert.Equal(true, await command.ExecuteScalarAsync(Stop));
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource database, IReadOnlyList<Row> rows)
    {
        await using var command = SqlScript.Of(Select, Rows).On(database).With(Rows, rows);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var read = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            read.Add(new Row(
                reader.GetInt32("no"),
                reader.GetInt16("small"),
                reader.GetInt64("big"),
                reader["big_or_null"] as long?,
                reader.GetBoolean("yes"),
                reader["text"] as string,
                reader["bytes"] as byte[],
                reader.GetGuid("uuid"),
                reader["uuid_or_null"] as Guid?,
                new OrderId(reader.GetGuid("order_id")),
                reader["user_id"] is Guid user ? new UserId(user) : null,
                new DateTimeOffset(reader.GetDateTime("at")),
                reader["at_or_null"] is DateTime at ? new DateTimeOffset(at) : null).ToString());
        }

        return read;
    }

    private sealed record Row(
        int No, short Small, long Big, long? BigOrNull, bool Yes, string? Text, byte[]? Bytes, Guid Uuid, Guid? UuidOrNull, OrderId Order, UserId? User,
        DateTimeOffset At, DateTimeOffset? AtOrNull)
    {
        public override string ToString() => FormattableString.Invariant(
            $"{No} {Small} {Big} {BigOrNull} {Yes} {Text ?? "-"} {(Bytes is null ? "-" : Convert.ToHexString(Bytes))} {Uuid} {UuidOrNull} {Order} {User} {At.ToUniversalTime():O} {AtOrNull?.ToUniversalTime():O}");
    }
}
