using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Refunds made at the provider, failed refunds as tasks, and disputes as records.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112946_MoneyGivenBack")]
internal sealed class M2026112946MoneyGivenBack : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112946_MoneyGivenBack.sql"));
}
