using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Messaging;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.Property(m => m.Id).ValueGeneratedNever();
        // Debezium's outbox event router expects these two names.
        builder.Property(m => m.AggregateType).HasColumnName("aggregatetype").HasMaxLength(40);
        builder.Property(m => m.AggregateId).HasColumnName("aggregateid").HasMaxLength(64);
        builder.Property(m => m.Type).HasMaxLength(60);
        builder.Property(m => m.Payload).HasColumnType("jsonb");
        builder.Property(m => m.TraceParent).HasColumnName("traceparent").HasMaxLength(55);
        builder.Property<ulong>("Txid").HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.HasIndex("Txid", nameof(OutboxMessage.Id)).HasDatabaseName("ix_outbox_txid");
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Actor).HasMaxLength(254);
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.SubjectType).HasMaxLength(40);
        builder.Property(e => e.SubjectId).HasMaxLength(64);
        builder.Property(e => e.Before).HasColumnType("jsonb");
        builder.Property(e => e.After).HasColumnType("jsonb");
        builder.HasIndex(e => new { e.SubjectType, e.SubjectId });
        builder.HasIndex(e => e.At).HasMethod("brin");
    }
}
