using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Organizations.Followers;

internal sealed class FollowerConfiguration : IEntityTypeConfiguration<Follower>
{
    public void Configure(EntityTypeBuilder<Follower> builder)
    {
        builder.ToTable("followers");
        builder.HasKey(follower => new { follower.UserId, follower.OrganizationId });
        builder.HasOne<Organization>().WithMany().HasForeignKey(follower => follower.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
