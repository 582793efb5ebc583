using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The compiled plan of each version of a seating plan.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120111_PlanVersions")]
internal sealed class M2026120111PlanVersions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120111_PlanVersions.sql"));
}
