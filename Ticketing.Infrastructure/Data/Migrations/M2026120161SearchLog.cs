using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Counts of search questions, and synonyms.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120161_SearchLog")]
internal sealed class M2026120161SearchLog : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120161_SearchLog.sql"));
}
