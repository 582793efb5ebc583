using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Tickets;

internal sealed class TicketKeyConfiguration : IEntityTypeConfiguration<TicketKey>
{
    public void Configure(EntityTypeBuilder<TicketKey> builder)
    {
        builder.Property(k => k.Id).ValueGeneratedNever();
        // One current key per performance; a concurrent insert loses and reads the other's key.
        builder.HasIndex(k => k.PerformanceId).IsUnique().HasFilter("retired_at is null").HasDatabaseName("ux_ticket_keys_current");
        builder.HasOne<Performance>().WithMany().HasForeignKey(k => k.PerformanceId).OnDelete(DeleteBehavior.Restrict);
    }
}
