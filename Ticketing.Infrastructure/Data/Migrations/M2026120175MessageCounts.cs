using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The final counts of messages.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120175_MessageCounts")]
internal sealed class M2026120175MessageCounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120175_MessageCounts.sql"));
}
