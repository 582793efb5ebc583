using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The model as it began.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112101_Model")]
internal sealed class M2026112101Model : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112101_Model.sql"));
}
