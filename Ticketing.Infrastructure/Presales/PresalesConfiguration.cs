using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Organizations;
using Ticketing.Core.Presales;

namespace Ticketing.Infrastructure.Presales;

internal sealed class PresaleConfiguration : IEntityTypeConfiguration<Presale>
{
    public void Configure(EntityTypeBuilder<Presale> builder)
    {
        builder.ToTable("presales");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Name).HasMaxLength(PresaleTerms.NameLengthMax);
        builder.HasIndex(p => p.EventId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Event>().WithMany().HasForeignKey(p => p.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PresaleDateConfiguration : IEntityTypeConfiguration<PresaleDate>
{
    public void Configure(EntityTypeBuilder<PresaleDate> builder)
    {
        builder.ToTable("presale_dates");
        builder.HasKey(d => new { d.PresaleId, d.PerformanceId });
        builder.HasIndex(d => d.PerformanceId);
        builder.HasOne<Presale>().WithMany().HasForeignKey(d => d.PresaleId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Performance>().WithMany().HasForeignKey(d => d.PerformanceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AccessCodeConfiguration : IEntityTypeConfiguration<AccessCode>
{
    public void Configure(EntityTypeBuilder<AccessCode> builder)
    {
        builder.ToTable("access_codes", table => table.HasCheckConstraint("ck_access_codes_uses", "uses >= 0 AND uses <= uses_max"));
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Code).HasMaxLength(AccessCode.CodeLengthMax);
        builder.Property(c => c.EmailNormalized).HasMaxLength(254);
        builder.HasIndex(c => new { c.OrganizationId, c.Code }).IsUnique();
        builder.HasIndex(c => new { c.PresaleId, c.Code });
        builder.HasIndex(c => c.EmailNormalized).HasFilter("email_normalized is not null");
        builder.HasOne<Presale>().WithMany().HasForeignKey(c => c.PresaleId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
