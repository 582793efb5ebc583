using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Organizations;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using PlanNumbers = Ticketing.Core.Seating.Plans.PlanLimits;

namespace Ticketing.Infrastructure.Seating;

internal sealed class SeatingPlanConfiguration : IEntityTypeConfiguration<SeatingPlan>
{
    public void Configure(EntityTypeBuilder<SeatingPlan> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Venue>().WithMany().HasForeignKey(p => p.VenueId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SeatingPlanVersionConfiguration : IEntityTypeConfiguration<SeatingPlanVersion>
{
    public void Configure(EntityTypeBuilder<SeatingPlanVersion> builder)
    {
        builder.HasKey(v => new { v.SeatingPlanId, v.Version });
        builder.Property(v => v.Document).HasColumnType("jsonb");
        builder.Property(v => v.Name).HasMaxLength(PlanNumbers.NameLengthMax);

        // Only the database has the foreign key, checked at the commit: EF Core could not order two inserts that refer to each other.
        builder.Property(v => v.CompiledPlanId).HasMaxLength(64);
        builder.HasIndex(v => v.CompiledPlanId);
        builder.HasOne<SeatingPlan>().WithMany().HasForeignKey(v => v.SeatingPlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StoredCompiledPlanConfiguration : IEntityTypeConfiguration<StoredCompiledPlan>
{
    public void Configure(EntityTypeBuilder<StoredCompiledPlan> builder)
    {
        builder.ToTable("CompiledPlans");
        builder.Property(p => p.Id).HasMaxLength(64);
        builder.HasOne<SeatingPlanVersion>().WithMany().HasForeignKey(p => new { p.SeatingPlanId, p.Version }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StoredPlanDraftConfiguration : IEntityTypeConfiguration<StoredPlanDraft>
{
    public void Configure(EntityTypeBuilder<StoredPlanDraft> builder)
    {
        builder.ToTable("seating_plan_drafts");
        builder.HasKey(d => d.SeatingPlanId);
        builder.Property(d => d.Document).HasColumnType("jsonb");
        builder.HasOne<SeatingPlan>().WithMany().HasForeignKey(d => d.SeatingPlanId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StoredPlanChangeConfiguration : IEntityTypeConfiguration<StoredPlanChange>
{
    public void Configure(EntityTypeBuilder<StoredPlanChange> builder)
    {
        builder.ToTable("seating_plan_changes");
        builder.HasKey(c => new { c.SeatingPlanId, c.Revision });
        builder.Property(c => c.Changes).HasColumnType("jsonb");
        builder.HasIndex(c => new { c.SeatingPlanId, c.ChangeSetId }).IsUnique();
        builder.HasOne<StoredPlanDraft>().WithMany().HasForeignKey(c => c.SeatingPlanId).OnDelete(DeleteBehavior.Cascade);
    }
}
