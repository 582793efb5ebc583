using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The events that memberships are limited to.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120212_MemberEvents")]
internal sealed class M2026120212MemberEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120212_MemberEvents.sql"));
}
