using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>One index entry less for each order.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113002_OrderIndexes")]
internal sealed class M2026113002OrderIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113002_OrderIndexes.sql"));
}
