using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The mails that strangers can send to an address are limited; unconfirmed accounts have no API tokens.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112942_MailCooldowns")]
internal sealed class M2026112942MailCooldowns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112942_MailCooldowns.sql"));
}
