using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Tickets become columns of their items; see the file.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113001_ItemTickets")]
internal sealed class M2026113001ItemTickets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113001_ItemTickets.sql"));
}
