using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>No tokens of orders in the database.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112944_OrderTokens")]
internal sealed class M2026112944OrderTokens : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112944_OrderTokens.sql"));
}
