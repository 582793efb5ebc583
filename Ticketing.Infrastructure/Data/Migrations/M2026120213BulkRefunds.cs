using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Refunds of all paid orders of cancelled dates.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120213_BulkRefunds")]
internal sealed class M2026120213BulkRefunds : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120213_BulkRefunds.sql"));
}
