using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The local payment provider's balance, with what happened before it was kept.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112911_LocalBalance")]
internal sealed class M2026112911LocalBalance : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112911_LocalBalance.sql"));
}
