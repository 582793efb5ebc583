using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>Ways to pay whose bank answers later.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112921_PaymentMethods")]
internal sealed class M2026112921PaymentMethods : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112921_PaymentMethods.sql"));
}
