using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The four roles of accounts.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112104_Roles")]
internal sealed class M2026112104Roles : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112104_Roles.sql"));
}
