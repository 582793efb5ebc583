using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Sale windows and numbers per order of price tiers.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120182_TierRules")]
internal sealed class M2026120182TierRules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120182_TierRules.sql"));
}
