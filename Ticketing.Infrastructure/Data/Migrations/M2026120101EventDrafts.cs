using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Drafts of events with their revisions.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120101_EventDrafts")]
internal sealed class M2026120101EventDrafts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120101_EventDrafts.sql"));
}
