using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Keys of organizations.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120171_ApiKeys")]
internal sealed class M2026120171ApiKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120171_ApiKeys.sql"));
}
