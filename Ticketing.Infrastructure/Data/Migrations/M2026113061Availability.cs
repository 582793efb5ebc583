using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Availability by section, and the way from a hold to a paid order by day.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113061_Availability")]
internal sealed class M2026113061Availability : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113061_Availability.sql"));
}
