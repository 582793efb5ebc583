using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Links past the waiting room, and who came by them.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112711_AdmissionLinks")]
internal sealed class M2026112711AdmissionLinks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112711_AdmissionLinks.sql"));
}
