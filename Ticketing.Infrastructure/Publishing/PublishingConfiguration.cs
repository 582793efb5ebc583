using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;

namespace Ticketing.Infrastructure.Publishing;

internal sealed class StoredDraftConfiguration : IEntityTypeConfiguration<StoredDraft>
{
    /// <summary>Maximum length of <see cref="StoredDraft.ReviewNote"/>, in characters.</summary>
    public const int NoteLengthMax = 500;

    public void Configure(EntityTypeBuilder<StoredDraft> builder)
    {
        builder.ToTable("event_drafts");
        builder.HasKey(d => d.EventId);
        builder.Property(d => d.Document).HasColumnType("jsonb");
        builder.Property(d => d.PublishedDocument).HasColumnType("jsonb");
        builder.Property(d => d.ReviewNote).HasMaxLength(NoteLengthMax);
        builder.Property(d => d.ReviewedDocument).HasColumnType("jsonb");
        builder.HasIndex(d => new { d.OrganizationId, d.SavedAt, d.EventId });
        builder.HasIndex(d => d.SubmittedAt).HasFilter("submitted_at is not null").HasDatabaseName("ix_event_drafts_submitted_at");
        builder.HasIndex(d => d.PublishAt).HasFilter("publish_at is not null").HasDatabaseName("ix_event_drafts_publish_at");
        builder.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StoredRevisionConfiguration : IEntityTypeConfiguration<StoredRevision>
{
    public void Configure(EntityTypeBuilder<StoredRevision> builder)
    {
        builder.ToTable("event_draft_revisions");
        builder.HasKey(r => new { r.EventId, r.Revision });
        builder.Property(r => r.Document).HasColumnType("jsonb");
        builder.Ignore(r => r.Origin);
        builder.HasOne<StoredDraft>().WithMany().HasForeignKey(r => r.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
