using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Messages to buyers and their recipients.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120142_Messages")]
internal sealed class M2026120142Messages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120142_Messages.sql"));
}
