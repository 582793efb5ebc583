using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The data protection keys in the table that the framework's own key store reads.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112911_DataProtectionKeys")]
internal sealed class M2026112911DataProtectionKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112911_DataProtectionKeys.sql"));
}
