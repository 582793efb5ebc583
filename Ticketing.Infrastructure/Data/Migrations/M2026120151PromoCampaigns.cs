using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Promo campaigns, and codes that give group discounts.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120151_PromoCampaigns")]
internal sealed class M2026120151PromoCampaigns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120151_PromoCampaigns.sql"));
}
