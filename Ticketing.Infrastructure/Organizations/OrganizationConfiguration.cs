using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Organizations;

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.Slug).HasMaxLength(100);
        builder.Property(o => o.Email).HasMaxLength(254);
        builder.Property(o => o.Country).HasMaxLength(2);
        builder.Property(o => o.StatusReason).HasMaxLength(Organization.ReasonLengthMax);
        builder.Property(o => o.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(o => o.Slug).IsUnique();
    }
}
