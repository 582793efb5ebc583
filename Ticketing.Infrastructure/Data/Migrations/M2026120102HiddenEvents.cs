using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Hidden events are not public.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120102_HiddenEvents")]
internal sealed class M2026120102HiddenEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120102_HiddenEvents.sql"));
}
