using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;

namespace Ticketing.Infrastructure.Payments;

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Provider).HasMaxLength(40);
        builder.Property(p => p.ProviderPaymentId).HasMaxLength(255);
        builder.Property(p => p.ClientSecret).HasMaxLength(500);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.FailureCode).HasMaxLength(100);
        builder.Property(p => p.CardBrand).HasMaxLength(40);
        builder.Property(p => p.CardLast4).HasMaxLength(4);
        builder.Property(p => p.TakenBy).HasMaxLength(254);
        builder.Property(p => p.Note).HasMaxLength(Payment.NoteLengthMax);
        builder.HasIndex(p => p.ShiftId).HasFilter("shift_id is not null");
        builder.HasOne<BoxOfficeShift>().WithMany().HasForeignKey(p => p.ShiftId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(p => p.IsByHand);
        builder.HasIndex(p => p.CreatedAt).HasFilter("status = 'succeeded' and provider = 'stripe' and card_checked_at is null")
            .HasDatabaseName("ix_payments_without_card");
        builder.HasIndex(p => p.OrderId);
        builder.HasIndex(p => p.ProviderPaymentId).IsUnique();
        builder.HasIndex(p => p.UpdatedAt).HasFilter("status = 'pending'").HasDatabaseName("ix_payments_pending_updated_at");
        builder.HasOne<Order>().WithMany().HasForeignKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.ProviderRefundId).HasMaxLength(255);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Reason).HasMaxLength(100);
        builder.Property(r => r.FailureReason).HasMaxLength(200);
        builder.Property(r => r.ResolutionNote).HasMaxLength(Refund.NoteLengthMax);
        builder.HasIndex(r => r.ShiftId).HasFilter("shift_id is not null");
        builder.HasOne<BoxOfficeShift>().WithMany().HasForeignKey(r => r.ShiftId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(r => r.IsOpen);
        builder.Ignore(r => r.CountsAsReturned);
        builder.Ignore(r => r.NeedsAttention);
        builder.HasIndex(r => r.OrderId);
        builder.HasIndex(r => r.ProviderRefundId).IsUnique();
        builder.HasIndex(r => r.UpdatedAt).HasFilter("status = 'failed' and resolution is null").HasDatabaseName("ix_refunds_failed_updated_at");
        builder.HasIndex(r => r.UpdatedAt).HasFilter("status in ('requested', 'pending')").HasDatabaseName("ix_refunds_open_updated_at");
        builder.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BoxOfficeShiftConfiguration : IEntityTypeConfiguration<BoxOfficeShift>
{
    public void Configure(EntityTypeBuilder<BoxOfficeShift> builder)
    {
        builder.ToTable("box_office_shifts");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.MemberName).HasMaxLength(254);
        builder.Property(s => s.Currency).HasMaxLength(3);
        builder.Property(s => s.Note).HasMaxLength(BoxOfficeShift.NoteLengthMax);
        builder.Ignore(s => s.IsOpen);
        builder.HasIndex(s => new { s.OrganizationId, s.MemberId }).IsUnique().HasFilter("closed_at is null").HasDatabaseName("ux_box_office_shifts_open");
        builder.HasIndex(s => new { s.OrganizationId, s.OpenedAt });
        builder.HasIndex(s => s.MemberId).HasFilter("member_id is not null");
        builder.HasOne<Organization>().WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisputeCaseConfiguration : IEntityTypeConfiguration<DisputeCase>
{
    public void Configure(EntityTypeBuilder<DisputeCase> builder)
    {
        builder.ToTable("dispute_cases");
        builder.Property(d => d.Id).HasMaxLength(255);
        builder.Property(d => d.ProviderPaymentId).HasMaxLength(255);
        builder.Property(d => d.Currency).HasMaxLength(3);
        builder.Property(d => d.Reason).HasMaxLength(100);
        builder.HasIndex(d => d.ProviderPaymentId);
    }
}

internal sealed class ReceivedPaymentEventConfiguration : IEntityTypeConfiguration<ReceivedPaymentEvent>
{
    public void Configure(EntityTypeBuilder<ReceivedPaymentEvent> builder)
    {
        builder.Property(e => e.Id).HasMaxLength(255);
        builder.Property(e => e.Type).HasMaxLength(100);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Property(e => e.Flag).HasMaxLength(40);
        builder.HasIndex(e => e.ReceivedAt).HasFilter("flag is not null").HasDatabaseName("ix_payment_events_flagged");
    }
}
