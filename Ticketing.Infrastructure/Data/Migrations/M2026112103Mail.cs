using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The local mail server's mails, and which events have had theirs.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112103_Mail")]
internal sealed class M2026112103Mail : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112103_Mail.sql"));
}
