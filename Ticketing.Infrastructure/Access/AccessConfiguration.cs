using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Property(a => a.Name).HasMaxLength(200);
        builder.Property(a => a.Locale).HasMaxLength(5);
        // Identity saves whole rows: a stale value must not overwrite a newer step, which would allow a code to be reused.
        builder.Property(a => a.LastCodeStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.HasKey(t => t.TokenHash);
        builder.HasIndex(t => t.UserId);
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.Name).HasMaxLength(ApiKey.NameLengthMax);
        builder.Property(k => k.Hint).HasMaxLength(16);
        // Written by the statement that finds a key.
        builder.Property(k => k.LastUsedAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.HasIndex(k => k.SecretHash).IsUnique();
        builder.HasIndex(k => k.PreviousHash).HasFilter("previous_hash is not null");
        builder.HasIndex(k => k.OrganizationId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(k => k.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInConfiguration : IEntityTypeConfiguration<SignInEntry>
{
    public void Configure(EntityTypeBuilder<SignInEntry> builder)
    {
        builder.ToTable("sign_ins");
        builder.HasKey(session => session.IdHash);
        builder.HasIndex(session => session.UserId);
        builder.HasIndex(session => session.ExpiresAt);
        builder.Property(session => session.Device).HasMaxLength(200);
        builder.Property(session => session.Network).HasMaxLength(200);
        builder.HasOne<Account>().WithMany().HasForeignKey(session => session.UserId);
    }
}

internal sealed class MailCooldownConfiguration : IEntityTypeConfiguration<MailCooldownEntry>
{
    public void Configure(EntityTypeBuilder<MailCooldownEntry> builder)
    {
        builder.ToTable("mail_cooldowns");
        builder.HasKey(entry => entry.Id);
        builder.HasIndex(entry => entry.Since);
    }
}
