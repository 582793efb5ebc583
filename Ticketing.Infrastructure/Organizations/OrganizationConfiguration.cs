using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;

namespace Ticketing.Infrastructure.Organizations;

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.Slug).HasMaxLength(100);
        builder.Property(o => o.Email).HasMaxLength(254);
        builder.Property(o => o.Country).HasMaxLength(2);
        builder.Property(o => o.RefundLimitCurrency).HasMaxLength(3);
        builder.Property(o => o.StatusReason).HasMaxLength(Organization.ReasonLengthMax);
        builder.Property(o => o.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(o => o.Slug).IsUnique();
    }
}

internal sealed class MemberInvitationConfiguration : IEntityTypeConfiguration<MemberInvitation>
{
    /// <summary>One open invitation of an address.</summary>
    public const string OpenIndex = "ix_member_invitations_open";

    public void Configure(EntityTypeBuilder<MemberInvitation> builder)
    {
        builder.ToTable("member_invitations");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Email).HasMaxLength(254);
        builder.Property(i => i.EmailNormalized).HasMaxLength(254);
        builder.Ignore(i => i.EventIds);
        builder.Property<Guid[]?>(MemberConfiguration.EventIdsField).HasColumnName(MemberConfiguration.EventIdsColumn);
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => new { i.OrganizationId, i.EmailNormalized }).IsUnique()
            .HasFilter("accepted_at is null and revoked_at is null").HasDatabaseName(OpenIndex);
        builder.HasOne<Organization>().WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
