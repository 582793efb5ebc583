using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>That the mail for an event has been sent, or is being sent right now.</summary>
internal sealed class SentMail
{
    /// <summary>The outbox event it tells of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Null while it is being sent.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>False where the address takes no mail.</summary>
    public bool Delivered { get; set; }
}

internal sealed class SentMailConfiguration : IEntityTypeConfiguration<SentMail>
{
    public void Configure(EntityTypeBuilder<SentMail> builder)
    {
        builder.ToTable("sent_mails");
        builder.HasKey(mail => mail.EventId);
        builder.Property(mail => mail.EventId).ValueGeneratedNever();
    }
}
