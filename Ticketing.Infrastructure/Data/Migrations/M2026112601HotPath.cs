using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>What a flash sale writes, made lean; see the file.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112601_HotPath")]
internal sealed class M2026112601HotPath : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112601_HotPath.sql"));
}
