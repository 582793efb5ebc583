using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The codes whose uses ended orders gave back.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120215_FormerAccessCodes")]
internal sealed class M2026120215FormerAccessCodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120215_FormerAccessCodes.sql"));
}
