using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Sessions on the server; a changed role ends them.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112943_SignIns")]
internal sealed class M2026112943SignIns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112943_SignIns.sql"));
}
