using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Access;

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasKey(m => new { m.OrganizationId, m.UserId });
        builder.Property(m => m.Since).HasDefaultValueSql("now()");
        builder.HasIndex(m => m.UserId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId);
    }
}
