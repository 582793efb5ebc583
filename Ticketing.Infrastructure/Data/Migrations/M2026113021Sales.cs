using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Sales figures, and the state of projections.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113021_Sales")]
internal sealed class M2026113021Sales : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113021_Sales.sql"));
}
