using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The index of the search of orders, by organization.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120176_OrderSearchOrganizations")]
internal sealed class M2026120176OrderSearchOrganizations : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120176_OrderSearchOrganizations.sql"));
}
