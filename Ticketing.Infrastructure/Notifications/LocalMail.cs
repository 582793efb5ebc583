using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>A mail that the local SMTP server took.</summary>
public sealed class LocalMail
{
    public required Guid Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The envelope's sender; empty for bounces.</summary>
    public required string Sender { get; init; }

    /// <summary>The envelope's recipients.</summary>
    public required string[] Recipients { get; init; }

    /// <summary>From the header, for lists.</summary>
    public required string Subject { get; init; }

    /// <summary>The message as it came over the wire, dots unstuffed.</summary>
    public required byte[] Content { get; init; }
}

internal sealed class LocalMailConfiguration : IEntityTypeConfiguration<LocalMail>
{
    public void Configure(EntityTypeBuilder<LocalMail> builder)
    {
        builder.ToTable("local_mail");
        builder.Property(mail => mail.Id).ValueGeneratedNever();
        builder.Property(mail => mail.Sender).HasMaxLength(320);
        builder.Property(mail => mail.Subject).HasMaxLength(500);
    }
}
