using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Analytics;

/// <summary>A row of <c>sales_minutes</c>: see <see cref="SalesLine"/>. SQL statements read and write it.</summary>
internal sealed class SalesMinute
{
    public required PerformanceId PerformanceId { get; init; }

    public required DateTimeOffset Minute { get; init; }

    public required PriceTierId TierId { get; init; }

    public required string Section { get; init; }

    public required string Channel { get; init; }

    public required string Currency { get; init; }

    public required long Orders { get; init; }

    public required long Seats { get; init; }

    public required long SeatsReturned { get; init; }

    public required long Gross { get; init; }

    public required long Fees { get; init; }

    public required long Tax { get; init; }

    public required long Discount { get; init; }

    public required long Refunded { get; init; }
}

/// <summary>A row of <c>order_sales</c>: what an order contributes. SQL statements read and write it.</summary>
internal sealed class OrderSales
{
    public required OrderId OrderId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required string Currency { get; init; }

    /// <summary>JSON.</summary>
    public required string Lines { get; init; }

    /// <summary>The transaction that read the order last.</summary>
    public ulong Txid { get; init; }
}

/// <summary>A row of <c>analytics_days</c>: see <see cref="FunnelDay"/>. SQL statements read and write it.</summary>
internal sealed class AnalyticsDay
{
    public required EventId EventId { get; init; }

    public required DateOnly Day { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required long Holds { get; init; }

    public required long SeatsHeld { get; init; }

    public required long HoldsExpired { get; init; }

    public required long HoldsReleased { get; init; }

    public required long Orders { get; init; }

    public required long Paid { get; init; }

    public required long Refunded { get; init; }
}

internal sealed class AnalyticsDayConfiguration : IEntityTypeConfiguration<AnalyticsDay>
{
    public void Configure(EntityTypeBuilder<AnalyticsDay> builder)
    {
        builder.ToTable("analytics_days");
        builder.HasKey(d => new { d.EventId, d.Day });
    }
}

internal sealed class SalesMinuteConfiguration : IEntityTypeConfiguration<SalesMinute>
{
    public void Configure(EntityTypeBuilder<SalesMinute> builder)
    {
        builder.ToTable("sales_minutes");
        builder.HasKey(s => new { s.PerformanceId, s.Minute, s.TierId, s.Section, s.Channel, s.Currency });
        builder.Property(s => s.Section).HasMaxLength(100);
        builder.Property(s => s.Channel).HasMaxLength(24);
        builder.Property(s => s.Currency).HasMaxLength(3);
    }
}

internal sealed class OrderSalesConfiguration : IEntityTypeConfiguration<OrderSales>
{
    public void Configure(EntityTypeBuilder<OrderSales> builder)
    {
        builder.ToTable("order_sales");
        builder.HasKey(s => s.OrderId);
        builder.Property(s => s.OrderId).ValueGeneratedNever();
        builder.Property(s => s.Currency).HasMaxLength(3);
        builder.Property(s => s.Lines).HasColumnType("jsonb");
        builder.Property(s => s.Txid).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
    }
}

internal sealed class ProjectionConfiguration : IEntityTypeConfiguration<Projection>
{
    public void Configure(EntityTypeBuilder<Projection> builder)
    {
        builder.ToTable("projections");
        builder.HasKey(p => p.Name);
        builder.Property(p => p.Name).HasMaxLength(40);
        builder.Property(p => p.Error).HasMaxLength(Projection.ErrorLengthMax);
    }
}
