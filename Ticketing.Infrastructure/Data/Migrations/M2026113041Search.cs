using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The search projection of the catalogue, and the triggers that note what it has to update.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113041_Search")]
internal sealed class M2026113041Search : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113041_Search.sql"));
}
