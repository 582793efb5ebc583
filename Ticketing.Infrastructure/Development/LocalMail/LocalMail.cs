using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MimeKit;

namespace Ticketing.Infrastructure.Development.LocalMail;

/// <summary>A mail that the local SMTP server received.</summary>
public sealed class LocalMail
{
    public required Guid Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The envelope's sender; empty for bounces.</summary>
    public required string Sender { get; init; }

    /// <summary>The envelope's recipients.</summary>
    public required string[] Recipients { get; init; }

    /// <summary>The header's subject, for lists.</summary>
    public required string Subject { get; init; }

    /// <summary>The message as received, after dot-unstuffing.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Parses a message for display. Content that is no message (RFC 5322) becomes the text of one.</summary>
    public static MimeMessage Parse(byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        try
        {
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return new MimeMessage([], [], "", new BodyBuilder { TextBody = Encoding.UTF8.GetString(content) }.ToMessageBody());
        }
    }

    /// <summary>The attachments of a message: all parts except the text bodies.</summary>
    public static IReadOnlyList<LocalMailFile> FilesOf(MimeMessage message) =>
    [
        .. message.BodyParts.OfType<MimePart>()
            .Where(part => part is not TextPart || part.IsAttachment || part.FileName is not null)
            .Select(part => new LocalMailFile(NameOf(part), part.ContentType.MimeType, Decode(part))),
    ];

    // The file name only: a sender must not choose the directory for saving.
    private static string NameOf(MimePart part) =>
        Path.GetFileName(part.FileName?.Replace('\\', '/')) is { Length: > 0 } name ? name : "attachment";

    private static byte[] Decode(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return content.ToArray();
    }
}

/// <summary>An attachment of a received mail.</summary>
public sealed record LocalMailFile(string Name, string ContentType, byte[] Content);

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
