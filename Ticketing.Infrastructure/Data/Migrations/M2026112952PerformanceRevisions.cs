using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Versions of what calendars show of a performance.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112952_PerformanceRevisions")]
internal sealed class M2026112952PerformanceRevisions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(EmbeddedText.Read("2026112952_PerformanceRevisions.sql"));
}
