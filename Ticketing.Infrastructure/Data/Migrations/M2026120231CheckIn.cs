using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Gates, devices, scans, and what devices download.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120231_CheckIn")]
internal sealed class M2026120231CheckIn : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120231_CheckIn.sql"));
}
