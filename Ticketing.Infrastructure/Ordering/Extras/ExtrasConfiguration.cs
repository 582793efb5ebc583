using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Ordering.Extras;

internal sealed class ExtraConfiguration : IEntityTypeConfiguration<Extra>
{
    public void Configure(EntityTypeBuilder<Extra> builder)
    {
        builder.ToTable("extras", table => table.HasCheckConstraint("ck_extras_sold", "sold >= 0 AND (stock IS NULL OR sold <= stock)"));
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Name).HasMaxLength(ExtraTerms.NameLengthMax);
        builder.Property(e => e.Description).HasMaxLength(ExtraTerms.DescriptionLengthMax);
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.Ignore(e => e.Left);
        builder.HasIndex(e => e.EventId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Event>().WithMany().HasForeignKey(e => e.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderExtraConfiguration : IEntityTypeConfiguration<OrderExtra>
{
    public void Configure(EntityTypeBuilder<OrderExtra> builder)
    {
        builder.ToTable("order_extras");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Name).HasMaxLength(ExtraTerms.NameLengthMax);
        builder.Property(e => e.Code).HasMaxLength(TicketConfiguration.CodeLengthMax);
        builder.HasIndex(e => e.OrderId);
        builder.HasIndex(e => e.ExtraId).HasFilter("live");
    }
}

/// <summary>A row of the view <c>order_extra_texts</c>, for exports.</summary>
/// <param name="Text">Null: the order has none.</param>
internal sealed record OrderExtraText(OrderId OrderId, string? Text);

internal sealed class OrderExtraTextConfiguration : IEntityTypeConfiguration<OrderExtraText>
{
    public void Configure(EntityTypeBuilder<OrderExtraText> builder)
    {
        builder.HasNoKey();
        builder.ToView("order_extra_texts");
    }
}
