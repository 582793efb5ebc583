namespace Ticketing.Tests.Architecture;

/// <summary>
/// A feature's SQL and EF Core queries use only the feature's own tables and the views that other features publish. Everything else
/// goes through a class of the table's owner. See "Who owns which table" in docs/architecture.md.
/// </summary>
public sealed class TableOwnershipTests
{
    private const string Infrastructure = "Infrastructure";

    // The context with its migrations; the demo and the local stand-ins.
    private static readonly HashSet<string> Exempt = ["Data", "Development"];

    /// <summary>
    /// Statements of the hot path that lock or write tables of several rooms in one round trip. Who changes one of these tables
    /// changes these statements too.
    /// </summary>
    private static readonly SharedStatement[] Shared =
    [
        new("hold.sql", ["idempotency_keys", "outbox"],
            "A batch changes its holds and inserts the keys of its requests together: a repeated request finds its key; and their facts."),
        new("hold-new.sql", ["outbox"], "A batch makes its holds and writes their facts together."),
        new("release.sql", ["outbox"], "A hold ends together with its fact."),
        new("sweep.sql", ["outbox"], "Holds expire together with their facts."),
        new("lock-holds.sql", ["holds", "idempotency_keys"],
            "A batch of orders locks its holds and reads earlier requests in the same snapshot."),
        new("write-orders.sql", ["holds", "seats", "outbox", "audit_entries"],
            "A batch of orders that cost nothing sells its seats and writes its orders together."),
        new("confirm-orders.sql", ["payments", "seats", "outbox", "audit_entries"],
            "A batch of paid orders sells its seats and issues its tickets together."),
    ];

    [Fact]
    public void Features_InSqlAndQueries_UseOnlyTheirOwnTables() => AssertNone(TableUses.All
        .Where(use => IsForeign(use) && (use.Writes || !Tables.Views.Contains(use.Table)) && !IsShared(use))
        .Select(use => use.ToString()));

    [Fact]
    public void Features_LoadingStatements_LoadOnlyTheirOwn() => AssertNone(TableUses.ForeignFiles);

    [Fact]
    public void Tables_InTheMigrations_HaveAnOwner() => AssertNone(Tables.InMigrations.Where(table => Tables.OwnerOf(table) is null));

    [Fact]
    public void Views_InTheMigrations_ReadTablesOfTheirOwnerOrViews() => AssertNone(
        from view in Tables.ViewSources()
        from table in view.Reads
        where Tables.OwnerOf(table) != Tables.OwnerOf(view.View) && !Tables.Views.Contains(table)
        select $"{view.View} reads {table}");

    // Reading a view depends on its owner as using a type of its does: RoomTests checks the types alone.
    [Fact]
    public void Features_ByTypesAndTables_FormNoCycle()
    {
        var ofTables = TableUses.All.Where(IsForeign).Select(use => Arrow(use.Room, use.Table, use.ToString()));
        var ofViews = from view in Tables.ViewSources()
                      from table in view.Reads
                      where Tables.OwnerOf(table) != Tables.OwnerOf(view.View)
                      select Arrow(Tables.OwnerOf(view.View)!, table, $"{view.View} reads {table}");

        AssertNone(Rooms.Cycles([.. Rooms.Within(Infrastructure), .. ofTables, .. ofViews]));

        static RoomUse Arrow(string room, string table, string example) =>
            new(Infrastructure, room, Infrastructure, Tables.OwnerOf(table)!, example);
    }

    // An entry that is not needed any more would allow a new use.
    [Fact]
    public void SharedStatements_InTheList_UseTheirTables() => AssertNone(
        from statement in Shared
        from table in statement.Tables
        where !TableUses.All.Any(use => use.Where == statement.File && use.Table == table && IsForeign(use))
        select $"{statement.File} does not use {table}");

    // Guards the tests above against an empty input.
    [Fact]
    public void Uses_InAssembliesAndFiles_AreFound()
    {
        Assert.Contains(new TableUse("Ordering", "orders", "write-orders.sql", Writes: true), TableUses.All);
        Assert.Contains(new TableUse("Ordering", "orders", "Infrastructure.Ordering.Read.OrderReader"), TableUses.All);
        Assert.Contains(new TableUse("Access", "api_tokens", "Infrastructure.Access.SignIn.ApiTokens"), TableUses.All);
        Assert.Contains(new TableUse("Access", "user_passkeys", "Infrastructure.Access.Accounts.ExportAccountHandler"), TableUses.All);
    }

    [Theory]
    [InlineData("SELECT o.id FROM orders o JOIN order_items i ON i.order_id = o.id", "orders order_items")]
    [InlineData("SELECT 1 FROM {{orders}} AS o, holds AS h, seats WHERE true", "holds seats")]
    [InlineData("SELECT 1 FROM unnest(@ids) AS i, holds WHERE true", "holds")]
    [InlineData("SELECT 1 FROM orders AS o, holds h, seats WHERE true", "orders holds seats")]
    [InlineData("UPDATE seats SET hold_id = NULL FROM holds h", "seats holds")]
    [InlineData("INSERT INTO replaced_tickets (id) SELECT id FROM item -- FROM payments", "replaced_tickets")]
    [InlineData("DELETE FROM orders USING payments p WHERE true", "orders payments")]
    [InlineData("SELECT seats FROM local_stripe.resources", "local_stripe.resources")]
    public void Tables_InSql_AreFound(string sql, string tables) => Assert.Equal(tables, string.Join(' ', Tables.In(sql)));

    [Theory]
    [InlineData("SELECT o.id FROM orders o FOR UPDATE OF o", "")]
    [InlineData("UPDATE seats s SET hold_id = NULL FROM holds h", "seats")]
    [InlineData("INSERT INTO catalog_tiers (id) SELECT id FROM price_tiers", "catalog_tiers")]
    [InlineData("DELETE FROM payment_orders", "payment_orders")]
    [InlineData("UPDATE tickets t SET code = s.code FROM seats AS s", "tickets")]
    public void Tables_WrittenBySql_AreFound(string sql, string tables) => Assert.Equal(tables, string.Join(' ', Tables.WrittenIn(sql)));

    private static void AssertNone(IEnumerable<string> violations)
    {
        var all = violations.Order().ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }

    private static bool IsForeign(TableUse use) => !Exempt.Contains(use.Room) && Tables.OwnerOf(use.Table) != use.Room;

    private static bool IsShared(TableUse use) =>
        Shared.Any(statement => statement.File == use.Where && statement.Tables.Contains(use.Table));

    /// <param name="Tables">Those of other rooms that it may use.</param>
    private sealed record SharedStatement(string File, string[] Tables, string Reason);
}
