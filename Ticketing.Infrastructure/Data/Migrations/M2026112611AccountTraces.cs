using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Authenticator codes that work once, and stored answers that end with their account.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112611_AccountTraces")]
internal sealed class M2026112611AccountTraces : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112611_AccountTraces.sql"));
}
