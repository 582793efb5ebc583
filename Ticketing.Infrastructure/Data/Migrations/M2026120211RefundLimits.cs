using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>What members below the owners may give back of one order.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120211_RefundLimits")]
internal sealed class M2026120211RefundLimits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120211_RefundLimits.sql"));
}
