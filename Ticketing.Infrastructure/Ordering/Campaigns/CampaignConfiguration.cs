using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

internal sealed class PromoCampaignConfiguration : IEntityTypeConfiguration<PromoCampaign>
{
    public void Configure(EntityTypeBuilder<PromoCampaign> builder)
    {
        builder.ToTable("promo_campaigns");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(CampaignTerms.NameLengthMax);
        builder.Property(c => c.Currency).HasMaxLength(3);
        builder.Ignore(c => c.Discount);
        builder.HasIndex(c => new { c.OrganizationId, c.Id }).HasDatabaseName("ix_promo_campaigns_organization_id");
        builder.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Event>().WithMany().HasForeignKey(c => c.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}
