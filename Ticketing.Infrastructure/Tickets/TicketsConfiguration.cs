using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
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
        builder.HasIndex(t => t.OrderId);
        builder.HasIndex(t => t.OrderItemId).IsUnique().HasFilter("status <> 'void'").HasDatabaseName("ux_tickets_item");
        builder.HasOne<Order>().WithMany().HasForeignKey(t => t.OrderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrderItem>().WithMany().HasForeignKey(t => t.OrderItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TicketKey>().WithMany().HasForeignKey(t => t.KeyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TicketKeyConfiguration : IEntityTypeConfiguration<TicketKey>
{
    public void Configure(EntityTypeBuilder<TicketKey> builder)
    {
        builder.Property(k => k.Id).ValueGeneratedNever();
        // One signing key a performance at a time; racing instances find the winner's.
        builder.HasIndex(k => k.PerformanceId).IsUnique().HasFilter("retired_at is null").HasDatabaseName("ux_ticket_keys_current");
        builder.HasOne<Performance>().WithMany().HasForeignKey(k => k.PerformanceId).OnDelete(DeleteBehavior.Restrict);
    }
}
