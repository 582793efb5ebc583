using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Ordering.Bulk;

internal sealed class BulkRefundConfiguration : IEntityTypeConfiguration<BulkRefund>
{
    public void Configure(EntityTypeBuilder<BulkRefund> builder)
    {
        builder.ToTable("bulk_jobs");
        builder.Property(job => job.Id).ValueGeneratedNever();
        builder.Ignore(job => job.PerformanceIds);
        builder.Property<Guid[]>("_performanceIds").HasColumnName("performance_ids");
        builder.HasIndex(job => job.EventId);
        builder.HasIndex(job => job.OrganizationId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(job => job.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BulkRefundItemConfiguration : IEntityTypeConfiguration<BulkRefundItem>
{
    public void Configure(EntityTypeBuilder<BulkRefundItem> builder)
    {
        builder.ToTable("bulk_job_items");
        builder.HasKey(item => new { item.JobId, item.OrderId });
        builder.HasIndex(item => item.NextAt).HasFilter("status = 'waiting'").HasDatabaseName("ix_bulk_job_items_waiting");
        builder.HasOne<BulkRefund>().WithMany().HasForeignKey(item => item.JobId).OnDelete(DeleteBehavior.Cascade);
    }
}
