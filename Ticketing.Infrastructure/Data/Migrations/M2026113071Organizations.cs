using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Status and plan of organizations, invitations of members.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113071_Organizations")]
internal sealed class M2026113071Organizations : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113071_Organizations.sql"));
}
