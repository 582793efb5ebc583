using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Waiting rooms: their settings, what they have promised, who was let in, their charts.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112621_WaitingRooms")]
internal sealed class M2026112621WaitingRooms : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112621_WaitingRooms.sql"));
}
