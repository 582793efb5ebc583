using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The orders of sent mails.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112945_UndeliveredMails")]
internal sealed class M2026112945UndeliveredMails : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112945_UndeliveredMails.sql"));
}
