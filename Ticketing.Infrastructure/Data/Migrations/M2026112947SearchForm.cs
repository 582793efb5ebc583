using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ticketing.Infrastructure.Data.Migrations;

/// <summary>The form in which texts are searched: without case, accents and differences of composition.</summary>
[DbContext(typeof(TicketingDbContext))]
[Migration("2026112947_SearchForm")]
internal sealed class M2026112947SearchForm : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(EmbeddedText.Read("2026112947_SearchForm.sql"));
}
