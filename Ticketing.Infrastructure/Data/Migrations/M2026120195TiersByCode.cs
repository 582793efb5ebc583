using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Price tiers that are sold by access code only.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120195_TiersByCode")]
internal sealed class M2026120195TiersByCode : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120195_TiersByCode.sql"));
}
