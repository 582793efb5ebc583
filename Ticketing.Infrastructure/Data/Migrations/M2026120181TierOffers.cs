using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Reduced prices and group prices.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120181_TierOffers")]
internal sealed class M2026120181TierOffers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120181_TierOffers.sql"));
}
