using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Inventory.Counting;

namespace Ticketing.Infrastructure.Inventory;

internal sealed class SeatConfiguration : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.HasKey(s => new { s.PerformanceId, s.SeatIndex });
        builder.Property(s => s.Status).HasConversion<short>();
        builder.HasOne<Performance>().WithMany().HasForeignKey(s => s.PerformanceId);
        builder.HasIndex(s => s.AllotmentId).HasFilter("allotment_id is not null");
        builder.ToTable(table => table.HasCheckConstraint("ck_seats_allotted", "status <> 0 OR allotment_id IS NULL"));
    }
}

internal sealed class AllotmentConfiguration : IEntityTypeConfiguration<Allotment>
{
    public void Configure(EntityTypeBuilder<Allotment> builder)
    {
        builder.ToTable("allotments");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Name).HasMaxLength(AllotmentTerms.NameLengthMax);
        builder.Property(a => a.Color).HasMaxLength(7);
        builder.HasIndex(a => a.PerformanceId);
        builder.HasIndex(a => a.OrganizationId);
        builder.HasIndex(a => a.ReleaseAt).HasFilter("released_at is null and release_at is not null").HasDatabaseName("ix_allotments_due");
        builder.HasOne<Organization>().WithMany().HasForeignKey(a => a.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Performance>().WithMany().HasForeignKey(a => a.PerformanceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.Property(h => h.Reductions).HasColumnType("jsonb");
        builder.HasIndex(h => new { h.PerformanceId, h.OwnerHash }).IsUnique()
            .HasFilter("status = 'active'").HasDatabaseName("ux_holds_active_owner");
        builder.HasIndex(h => h.ExpiresAt).HasFilter("status = 'active'").HasDatabaseName("ix_holds_active_expires_at");
        builder.HasIndex(h => h.RequestId).IsUnique().HasFilter("request_id is not null").HasDatabaseName("ux_holds_request");
    }
}

internal sealed class KeptAvailabilityConfiguration : IEntityTypeConfiguration<KeptAvailability>
{
    public void Configure(EntityTypeBuilder<KeptAvailability> builder)
    {
        builder.ToTable("availability");
        builder.HasKey(a => new { a.PerformanceId, a.Section, a.Category });
        builder.Property(a => a.Section).HasMaxLength(100);
        builder.Property(a => a.Category).HasMaxLength(64);
    }
}

internal sealed class CountedPerformanceConfiguration : IEntityTypeConfiguration<CountedPerformance>
{
    public void Configure(EntityTypeBuilder<CountedPerformance> builder)
    {
        builder.ToTable("availability_performances");
        builder.HasKey(p => p.PerformanceId);
        builder.Property(p => p.PerformanceId).ValueGeneratedNever();
        builder.Property(p => p.Marks).HasDefaultValue(0L);
        builder.Property(p => p.Version).HasDefaultValue(0L);
    }
}
