using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Access;

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    /// <summary>The field of the events that a membership is limited to, of members and invitations, and its column.</summary>
    public const string EventIdsField = "_eventIds";

    public const string EventIdsColumn = "event_ids";

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasKey(m => new { m.OrganizationId, m.UserId });
        builder.Ignore(m => m.EventIds);
        builder.Property<Guid[]?>(EventIdsField).HasColumnName(EventIdsColumn);
        builder.Property(m => m.Since).HasDefaultValueSql("now()");
        builder.HasIndex(m => m.UserId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId);
    }
}
