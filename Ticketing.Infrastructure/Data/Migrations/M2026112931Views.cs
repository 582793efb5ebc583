using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The views that features publish of their tables.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112931_Views")]
internal sealed class M2026112931Views : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112931_Views.sql"));
}
