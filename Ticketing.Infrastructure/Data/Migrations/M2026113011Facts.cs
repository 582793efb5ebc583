using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The outbox as a record of facts in daily partitions; positions of consumers, dead letters, mail jobs.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026113011_Facts")]
internal sealed class M2026113011Facts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026113011_Facts.sql"));
}
