using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Organizations;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Catalog;

internal sealed class VenueConfiguration : IEntityTypeConfiguration<Venue>
{
    public void Configure(EntityTypeBuilder<Venue> builder)
    {
        builder.Property(v => v.Name).HasMaxLength(200);
        builder.Property(v => v.Slug).HasMaxLength(100);
        builder.Property(v => v.Street).HasMaxLength(200);
        builder.Property(v => v.PostalCode).HasMaxLength(20);
        builder.Property(v => v.City).HasMaxLength(100);
        builder.Property(v => v.Country).HasMaxLength(2);
        builder.Property(v => v.TimeZone).HasMaxLength(64);
        builder.HasIndex(v => v.Slug).IsUnique();
        builder.HasOne<Organization>().WithMany().HasForeignKey(v => v.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EventConfiguration : IEntityTypeConfiguration<Event>
{
    public void Configure(EntityTypeBuilder<Event> builder)
    {
        builder.Property(e => e.Slug).HasMaxLength(120);
        builder.Property(e => e.Title).HasMaxLength(200);
        builder.Property(e => e.Category).HasMaxLength(40);
        builder.Property(e => e.Summary).HasMaxLength(500);
        builder.Property(e => e.Description).HasMaxLength(20_000);
        builder.HasIndex(e => e.Slug).IsUnique();
        builder.HasOne<Picture>().WithMany().HasForeignKey(e => e.Picture).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organization>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PerformanceConfiguration : IEntityTypeConfiguration<Performance>
{
    public void Configure(EntityTypeBuilder<Performance> builder)
    {
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.CompiledPlanId).HasMaxLength(64);
        // Written by triggers.
        builder.Property(p => p.Revision).ValueGeneratedOnAddOrUpdate().HasDefaultValue(0);
        builder.Property(p => p.RevisedAt).ValueGeneratedOnAddOrUpdate().HasDefaultValueSql("now()");
        builder.HasIndex(p => new { p.EventId, p.StartsAt });
        builder.HasIndex(p => p.StartsAt);
        builder.HasOne<Event>().WithMany().HasForeignKey(p => p.EventId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Venue>().WithMany().HasForeignKey(p => p.VenueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StoredCompiledPlan>().WithMany().HasForeignKey(p => p.CompiledPlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PerformanceFactsConfiguration : IEntityTypeConfiguration<PerformanceFacts>
{
    public void Configure(EntityTypeBuilder<PerformanceFacts> builder) => builder.HasNoKey().ToView("catalog_performances");
}

internal sealed class TierOffersConfiguration : IEntityTypeConfiguration<StoredTierOffers>
{
    public void Configure(EntityTypeBuilder<StoredTierOffers> builder)
    {
        builder.ToTable("tier_offers");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Terms).HasColumnType("jsonb");
        builder.HasIndex(o => o.PerformanceId);
        builder.HasIndex(o => o.TierId).IsUnique().HasFilter("until_at is null");
        builder.HasOne<PriceTier>().WithMany().HasForeignKey(o => o.TierId);
    }
}

internal sealed class PriceTierConfiguration : IEntityTypeConfiguration<PriceTier>
{
    public void Configure(EntityTypeBuilder<PriceTier> builder)
    {
        builder.Property(t => t.Name).HasMaxLength(100);
        builder.Property(t => t.Category).HasMaxLength(64);
        builder.Property(t => t.Color).HasMaxLength(7);
        builder.Property(t => t.Currency).HasMaxLength(3);
        builder.HasIndex(t => new { t.PerformanceId, t.Ordinal }).IsUnique();
        builder.HasIndex(t => new { t.PerformanceId, t.Category }).IsUnique();
        builder.HasOne<Performance>().WithMany().HasForeignKey(t => t.PerformanceId);
    }
}
