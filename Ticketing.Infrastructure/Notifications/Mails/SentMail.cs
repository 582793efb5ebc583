using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>The state of the mail of an outbox event: being sent or sent.</summary>
internal sealed class SentMail
{
    /// <summary>The id of the outbox event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Null while it is being sent.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>False if the mail was undeliverable.</summary>
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
