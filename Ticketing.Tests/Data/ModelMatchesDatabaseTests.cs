using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

/// <summary>Compares the hand-written migrations' schema with the EF Core model, in both directions.</summary>
public sealed class ModelMatchesDatabaseTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private HashSet<string> _views = [];

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _views = [.. await _database.ListAsync<string>("select viewname::text from pg_views where schemaname = 'public'")];
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Columns_OfModelAndDatabase_AreTheSame()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var model = TablesOf(context)
            .SelectMany(table => table.Columns, (table, column) =>
                $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}")
            .Where(column => !column.Contains(".xmin ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        var database = await _database.ListAsync<string>(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
              and c.relname <> '__EFMigrationsHistory'
            """);

        Assert.Equal(model, database.Order(StringComparer.Ordinal));
    }

    // A view may have more, for SQL. PostgreSQL does not know of its columns whether they can be null. A view that EF Core updates is mapped
    // as a table.
    [Fact]
    public async Task Columns_OfViews_AreInTheDatabase()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var relational = context.Model.GetRelationalModel();
        var model = relational.Views.SelectMany(view => view.Columns, (view, column) => $"{view.Name}.{column.Name}")
            .Concat(relational.Tables.Where(table => _views.Contains(table.Name))
                .SelectMany(table => table.Columns, (table, column) => $"{table.Name}.{column.Name}"))
            .ToList();

        var database = await _database.ListAsync<string>(
            """
            select c.relname || '.' || a.attname
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and a.attnum > 0
            """);

        Assert.Contains("catalog_performances.event_title", model);
        Assert.Contains("tickets.code", model);
        Assert.Empty(model.Except(database));
    }

    [Fact]
    public async Task PrimaryKeys_OfModelAndDatabase_AreTheSame()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var model = TablesOf(context)
            .Select(table => $"{table.Name}({string.Join(',', table.PrimaryKey!.Columns.Select(column => column.Name))})")
            .Order(StringComparer.Ordinal);

        // EF Core needs a key; the outbox has none, since its rows are found by their transaction (docs/decisions/0017-facts.md).
        Assert.Equal(model.Except(["outbox(id)"]), (await KeysAsync("p")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ForeignKeys_OfModel_AreInTheDatabase()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var model = TablesOf(context)
            .SelectMany(table => table.ForeignKeyConstraints, (table, key) => $"{table.Name}({string.Join(',', key.Columns.Select(column => column.Name))})");

        // EF Core needs the relation; the database has no foreign key for it: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
        Assert.Equal(["order_items(order_id)"], model.Except(await KeysAsync("f")));
    }

    [Fact]
    public async Task UniqueIndexes_OfModel_AreInTheDatabase()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var model = TablesOf(context)
            .SelectMany(table => table.Indexes.Where(index => index.IsUnique), (table, index) => $"{table.Name}.{index.Name}");

        var database = await _database.ListAsync<string>(
            """
            select t.relname || '.' || i.relname
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
            where x.indisunique and t.relnamespace = 'public'::regnamespace
            """);

        Assert.Empty(model.Except(database));
    }

    [Fact]
    public async Task Migrate_NewestSchema_ChangesNothing()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    private IEnumerable<ITable> TablesOf(DbContext context) => context.Model.GetRelationalModel().Tables
        .Where(table => table.Schema is null or "public").Where(table => !_views.Contains(table.Name));

    private Task<List<string>> KeysAsync(string kind) => _database.ListAsync<string>(
        """
        select c.relname || '(' || string_agg(a.attname, ',' order by p.position) || ')'
        from pg_constraint k join pg_class c on c.oid = k.conrelid, unnest(k.conkey) with ordinality as p(number, position), pg_attribute a
        where a.attrelid = k.conrelid and a.attnum = p.number and k.contype::text = $1
          and k.connamespace = 'public'::regnamespace and c.relname <> '__EFMigrationsHistory'
        group by k.oid, c.relname
        """, kind);
}
