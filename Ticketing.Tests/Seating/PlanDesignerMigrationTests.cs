using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Seating;

/// <summary>Versions of the releases before the designer are published ones, with their number of places.</summary>
public sealed class PlanDesignerMigrationTests(TestServers servers)
{
    private const string Migration = "2026120200_PlanDesigner";

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_OfEarlierReleases_ArePublished()
    {
        await using var database = await servers.CreateEmptyDatabaseAsync();
        await using (var context = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateScript(), Stop);
            foreach (var id in context.Database.GetMigrations().Where(id => string.CompareOrdinal(id, Migration) < 0))
            {
                await database.ExecuteAsync(EmbeddedText.Read(id + ".sql"));
                await database.ExecuteAsync($"""insert into "__EFMigrationsHistory" values ('{id}', '10')""");
            }
        }

        await database.ExecuteAsync(
            """
            insert into organizations (id, name, slug, email, prices_include_tax, refund_hours_before, refund_keeps_fee)
            values ('00000000-0000-0000-0000-000000000001', 'Nordlicht', 'nordlicht', 'box@example.org', true, 48, false);
            insert into venues values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'Hall', 'hall', 'Street 1', '10115',
              'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin');
            insert into seating_plans values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001',
              '00000000-0000-0000-0000-000000000002', 'Hall');
            insert into seating_plan_versions values ('00000000-0000-0000-0000-000000000003', 1, '{}', now(), null);
            insert into compiled_plans values ('abc', '00000000-0000-0000-0000-000000000003', 1, 12, '', '', now());
            insert into seating_plan_versions values ('00000000-0000-0000-0000-000000000003', 2, '{}', now(), 'abc');
            """);

        await using var newest = await database.Contexts.CreateDbContextAsync(Stop);
        await newest.Database.MigrateAsync(Stop);

        var versions = await newest.SeatingPlanVersions.AsNoTracking().OrderBy(version => version.Version).ToListAsync(Stop);
        Assert.Equal(
            [(PlanVersionKind.Published, null, null), (PlanVersionKind.Published, 12, null)],
            versions.Select(version => (version.Kind, version.Places, version.Revision)));
    }
}
