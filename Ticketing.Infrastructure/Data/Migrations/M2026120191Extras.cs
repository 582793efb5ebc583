using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Extras of events and orders.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120191_Extras")]
internal sealed class M2026120191Extras : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120191_Extras.sql"));
}
