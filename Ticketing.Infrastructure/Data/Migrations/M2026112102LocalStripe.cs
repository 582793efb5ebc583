using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The local payment provider's own schema; outside the model, as another company's database would be.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112102_LocalStripe")]
internal sealed class M2026112102LocalStripe : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112102_LocalStripe.sql"));
}
