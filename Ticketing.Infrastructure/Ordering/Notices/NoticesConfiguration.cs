using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Ordering.Notices;

/// <summary>A row of <c>date_notices</c>: what the buyers of a date were told.</summary>
internal sealed class StoredDateNotice
{
    public required Guid Id { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The type of the orders' facts.</summary>
    public required string Type { get; init; }

    /// <summary>Of the orders' facts: a <see cref="DateNotice"/> as JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row of <c>date_notice_orders</c>: an order that has its fact.</summary>
internal sealed class NoticedOrder
{
    public required Guid NoticeId { get; init; }

    public required OrderId OrderId { get; init; }
}

internal sealed class DateNoticeConfiguration : IEntityTypeConfiguration<StoredDateNotice>
{
    public void Configure(EntityTypeBuilder<StoredDateNotice> builder)
    {
        builder.ToTable("date_notices");
        builder.Property(notice => notice.Id).ValueGeneratedNever();
        builder.Property(notice => notice.Type).HasMaxLength(40);
        builder.Property(notice => notice.Payload).HasColumnType("jsonb");
    }
}

internal sealed class NoticedOrderConfiguration : IEntityTypeConfiguration<NoticedOrder>
{
    public void Configure(EntityTypeBuilder<NoticedOrder> builder)
    {
        builder.ToTable("date_notice_orders");
        builder.HasKey(told => new { told.NoticeId, told.OrderId });
        builder.HasOne<StoredDateNotice>().WithMany().HasForeignKey(told => told.NoticeId).OnDelete(DeleteBehavior.Cascade);
    }
}
