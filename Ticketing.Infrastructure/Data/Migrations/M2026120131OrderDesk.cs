using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Orders of an organizer: marks, notes, exchanges of seats, cards, the search.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120131_OrderDesk")]
internal sealed class M2026120131OrderDesk : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120131_OrderDesk.sql"));
}
