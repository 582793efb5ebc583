using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Followers of organizers.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120112_Followers")]
internal sealed class M2026120112Followers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120112_Followers.sql"));
}
