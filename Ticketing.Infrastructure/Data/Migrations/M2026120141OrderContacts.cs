using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The views of orders that messages to buyers choose from.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026120141_OrderContacts")]
internal sealed class M2026120141OrderContacts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026120141_OrderContacts.sql"));
}
