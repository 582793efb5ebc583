using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The view of events, for the organizers' lists.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113081_CatalogEvents")]
internal sealed class M2026113081CatalogEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113081_CatalogEvents.sql"));
}
