using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Allotments, the channel of orders, and shifts at a cash drawer.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120201_BoxOffice")]
internal sealed class M2026120201BoxOffice : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120201_BoxOffice.sql"));
}
