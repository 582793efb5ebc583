using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>What the buyers of cancelled and postponed dates were told.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120173_DateNotices")]
internal sealed class M2026120173DateNotices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120173_DateNotices.sql"));
}
