using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Tickets;

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Label).HasMaxLength(200);
        builder.Property(t => t.AttendeeName).HasMaxLength(200);
        builder.Property(t => t.Code).HasMaxLength(400);
        builder.Ignore(t => t.SignedCode);
        // No foreign keys on what the hot path writes: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
        builder.HasIndex(t => t.OrderId);
        builder.HasIndex(t => t.OrderItemId).IsUnique().HasFilter("status <> 'void'").HasDatabaseName("ux_tickets_item");
    }
}

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
