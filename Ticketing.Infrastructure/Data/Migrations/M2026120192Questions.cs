using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Questions of events and the answers of orders.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120192_Questions")]
internal sealed class M2026120192Questions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120192_Questions.sql"));
}
