using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Organizations;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Ordering;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Property(o => o.Number).HasMaxLength(16);
        builder.Property(o => o.Email).HasMaxLength(254);
        builder.Property(o => o.EmailNormalized).HasMaxLength(254);
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.Phone).HasMaxLength(40);
        builder.Property(o => o.Locale).HasMaxLength(5);
        builder.Property(o => o.Currency).HasMaxLength(3);
        // Batches of orders do not name it: all of them are of the site.
        builder.Property(o => o.Channel).HasDefaultValue(OrderChannel.Web).HasSentinel(OrderChannel.Web);
        builder.Ignore(o => o.Returnable);
        builder.Ignore(o => o.HasTickets);
        // Read by OrderExtras: a relation would make each read of an order ask for them.
        builder.Ignore(o => o.Extras);
        builder.Ignore(o => o.LiveExtras);
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => o.HoldId).IsUnique();
        builder.HasIndex(o => new { o.EmailNormalized, o.PerformanceId });
        builder.HasIndex(o => o.UserId).HasFilter("user_id is not null");
        builder.HasIndex(o => o.CreatedAt).HasMethod("brin");
        builder.HasIndex(o => o.RequestId).IsUnique().HasFilter("request_id is not null").HasDatabaseName("ux_orders_request");
        // Lists of an organization, newest first. Rare states have indexes of their own, which orders of the hot path are not in.
        builder.HasIndex(o => new { o.OrganizationId, o.Id });
        builder.HasIndex(o => new { o.PerformanceId, o.Id });
        builder.HasIndex(o => new { o.OrganizationId, o.Id }, "ix_orders_ended")
            .HasFilter("status in ('partially-refunded', 'refunded', 'expired', 'cancelled')");
        builder.HasIndex(o => new { o.OrganizationId, o.Id }, "ix_orders_attention").HasFilter("attention_at is not null");
        builder.HasIndex(o => o.ExpiresAt).HasFilter("status = 'awaiting-payment'").HasDatabaseName("ix_orders_awaiting_expires_at");
        builder.HasOne<PromoCode>().WithMany().HasForeignKey(o => o.PromoCodeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(o => o.PromoCodeId).HasFilter("promo_code_id is not null");
        // A relation for Include only. Items, performance and organization have no foreign keys in the database:
        // docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
        builder.HasMany(o => o.Items).WithOne().HasForeignKey(i => i.OrderId).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(o => o.Items).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude(false);
    }
}

internal sealed class OrderItemConfiguration : IEntityTypeConfiguration<OrderItem>
{
    public void Configure(EntityTypeBuilder<OrderItem> builder)
    {
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Label).HasMaxLength(200);
        builder.Property(i => i.Section).HasMaxLength(100);
        builder.Property(i => i.Row).HasMaxLength(40);
        builder.Property(i => i.Number).HasMaxLength(40);
        builder.Property(i => i.TierName).HasMaxLength(100);
        builder.Property(i => i.Reduction).HasMaxLength(ChosenReductions.NameLengthMax);
        builder.Ignore(i => i.PriceName);
        builder.Ignore(i => i.IsGroupPrice);
        builder.Property(i => i.AttendeeName).HasMaxLength(200);
        // Read and written by the view: see TicketConfiguration.
        builder.Property<DateTimeOffset?>("TicketVoidedAt");
        builder.Property<string?>("TicketCode").HasMaxLength(TicketConfiguration.CodeLengthMax);
        builder.Property<Guid?>("TicketKeyId");
        builder.HasIndex(i => i.OrderId);
        // Guards against double sales independently of the application: a seat has at most one live item.
        builder.HasIndex(i => new { i.PerformanceId, i.SeatIndex }).IsUnique().HasFilter("live").HasDatabaseName("ux_order_items_live_seat");
    }
}

/// <summary>
/// The current tickets of items: the view <c>tickets</c> of <c>order_items</c>, which PostgreSQL updates like a table. It is mapped as
/// one, because EF Core executes no updates on an entity of a view. Rows are neither inserted nor deleted through it.
/// </summary>
internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public const int CodeLengthMax = 400;

    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets", table => table.ExcludeFromMigrations());
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Label).HasMaxLength(200);
        builder.Property(t => t.AttendeeName).HasMaxLength(200);
        builder.Property(t => t.Code).HasMaxLength(CodeLengthMax);
        builder.Ignore(t => t.SignedCode);
    }
}

internal sealed class ReplacedTicketConfiguration : IEntityTypeConfiguration<ReplacedTicket>
{
    public void Configure(EntityTypeBuilder<ReplacedTicket> builder)
    {
        builder.ToTable("replaced_tickets");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Code).HasMaxLength(TicketConfiguration.CodeLengthMax);
    }
}

internal sealed class OrderNoteConfiguration : IEntityTypeConfiguration<OrderNote>
{
    public void Configure(EntityTypeBuilder<OrderNote> builder)
    {
        builder.ToTable("order_notes");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Author).HasMaxLength(200);
        builder.Property(n => n.Text).HasMaxLength(OrderNote.TextLengthMax);
        builder.HasIndex(n => n.OrderId);
        builder.HasOne<Order>().WithMany().HasForeignKey(n => n.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PromoCodeConfiguration : IEntityTypeConfiguration<PromoCode>
{
    public void Configure(EntityTypeBuilder<PromoCode> builder)
    {
        builder.Property(p => p.Code).HasMaxLength(PromoCode.CodeLengthMax);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.HasIndex(p => new { p.OrganizationId, p.Code }).IsUnique();
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Event>().WithMany().HasForeignKey(p => p.EventId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PromoCampaign>().WithMany().HasForeignKey(p => p.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => new { p.CampaignId, p.Code });
        builder.ToTable(table => table.HasCheckConstraint("ck_promo_codes_uses", "uses >= 0 and (uses_max is null or uses <= uses_max)"));
    }
}

internal sealed class PromoUseConfiguration : IEntityTypeConfiguration<PromoUse>
{
    public void Configure(EntityTypeBuilder<PromoUse> builder)
    {
        builder.HasKey(u => u.OrderId);
        builder.Property(u => u.EmailNormalized).HasMaxLength(254);
        builder.HasIndex(u => new { u.PromoCodeId, u.EmailNormalized });
        builder.HasOne<Order>().WithMany().HasForeignKey(u => u.OrderId);
        builder.HasOne<PromoCode>().WithMany().HasForeignKey(u => u.PromoCodeId).OnDelete(DeleteBehavior.Restrict);
    }
}
