using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Endpoints and deliveries of webhooks to organizers.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113031_Webhooks")]
internal sealed class M2026113031Webhooks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113031_Webhooks.sql"));
}
