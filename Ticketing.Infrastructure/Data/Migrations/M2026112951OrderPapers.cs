using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>What the papers of an order show: the event's artwork, and no numbers for interchangeable places.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112951_OrderPapers")]
internal sealed class M2026112951OrderPapers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112951_OrderPapers.sql"));
}
