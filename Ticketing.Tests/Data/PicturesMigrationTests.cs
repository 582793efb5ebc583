using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

/// <summary>Events stay without a picture; the search's rows are of the former format, unless there are none.</summary>
public sealed class PicturesMigrationTests(TestServers servers)
{
    // The last migration without pictures.
    private const string Former = "2026113081_CatalogEvents";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SearchRows_OfTheFormerFormat_AreOutdated(bool hasRows)
    {
        await using var database = await servers.CreateEmptyDatabaseAsync();
        await using (var context = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateScript(), Stop);
            foreach (var id in context.Database.GetMigrations().Where(id => string.CompareOrdinal(id, Former) <= 0))
            {
                await database.ExecuteAsync(EmbeddedText.Read(id + ".sql"));
                await database.ExecuteAsync($"""insert into "__EFMigrationsHistory" values ('{id}', '10')""");
            }
        }

        if (hasRows)
        {
            await database.ExecuteAsync(
                """
                insert into organizations (id, name, slug, email, prices_include_tax, refund_hours_before, refund_keeps_fee)
                values ('00000000-0000-0000-0000-000000000001', 'Nordlicht', 'nordlicht', 'box@example.org', true, 48, false);
                insert into events (id, organization_id, slug, title, category, summary, description, artwork_seed, status, created_at)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'x', 'X', 'concert', '', '', 1, 'published', now());
                insert into search.names (event, title_key, names, next_at, last_at, cancelled, hash)
                values ('00000000-0000-0000-0000-000000000002', 'x', '', now(), now(), false, 1);
                """);
        }

        await using var newest = await database.Contexts.CreateDbContextAsync(Stop);
        await newest.Database.MigrateAsync(Stop);

        Assert.Equal(hasRows ? 1 : SearchProjection.Format, await database.ScalarAsync<int>("select format from search.state"));
        Assert.Equal(hasRows ? 1L : 0L, await database.ScalarAsync<long>("select count(*) from events where picture is null"));
    }
}
