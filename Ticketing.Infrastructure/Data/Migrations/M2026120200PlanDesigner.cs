using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Drafts of seating plans, their change sets, and versions that are not published.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120200_PlanDesigner")]
internal sealed class M2026120200PlanDesigner : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120200_PlanDesigner.sql"));
}
