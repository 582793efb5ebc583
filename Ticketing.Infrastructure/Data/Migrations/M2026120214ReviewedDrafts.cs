using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The documents that admins have given back.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120214_ReviewedDrafts")]
internal sealed class M2026120214ReviewedDrafts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120214_ReviewedDrafts.sql"));
}
