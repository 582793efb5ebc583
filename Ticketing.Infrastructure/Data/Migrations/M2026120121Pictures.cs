using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Uploaded pictures, and which one an event shows.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120121_Pictures")]
internal sealed class M2026120121Pictures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120121_Pictures.sql"));
}
