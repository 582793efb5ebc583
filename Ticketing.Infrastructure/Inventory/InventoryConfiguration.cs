using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Counting;

namespace Ticketing.Infrastructure.Inventory;

internal sealed class SeatConfiguration : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.HasKey(s => new { s.PerformanceId, s.SeatIndex });
        builder.Property(s => s.Status).HasConversion<short>();
        builder.HasOne<Performance>().WithMany().HasForeignKey(s => s.PerformanceId);
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
