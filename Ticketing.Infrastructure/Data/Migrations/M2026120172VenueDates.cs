using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The index of the performances at venues, by time.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120172_VenueDates")]
internal sealed class M2026120172VenueDates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120172_VenueDates.sql"));
}
