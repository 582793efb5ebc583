using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Presales with access codes, and the code that an order uses.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120152_Presales")]
internal sealed class M2026120152Presales : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120152_Presales.sql"));
}
