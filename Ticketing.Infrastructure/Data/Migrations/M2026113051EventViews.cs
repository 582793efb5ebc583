using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Views of events by hour.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113051_EventViews")]
internal sealed class M2026113051EventViews : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113051_EventViews.sql"));
}
