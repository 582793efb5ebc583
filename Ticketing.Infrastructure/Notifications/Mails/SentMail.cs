using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Records that the mail of a fact has been sent or is being sent.</summary>
internal sealed class SentMail
{
    /// <summary>The fact.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The order that the mail is about, if any.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Null while it is being sent.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>False if the address does not accept mail.</summary>
    public bool Delivered { get; set; }
}

internal sealed class SentMailConfiguration : IEntityTypeConfiguration<SentMail>
{
    public void Configure(EntityTypeBuilder<SentMail> builder)
    {
        builder.ToTable("sent_mails");
        builder.HasKey(mail => mail.EventId);
        builder.Property(mail => mail.EventId).ValueGeneratedNever();
        builder.HasIndex(mail => mail.OrderId);
    }
}
