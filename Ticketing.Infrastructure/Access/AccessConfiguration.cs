using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

internal sealed class MailCooldownConfiguration : IEntityTypeConfiguration<MailCooldownEntry>
{
    public void Configure(EntityTypeBuilder<MailCooldownEntry> builder)
    {
        builder.ToTable("mail_cooldowns");
        builder.HasKey(entry => entry.Id);
        builder.HasIndex(entry => entry.Since);
    }
}
