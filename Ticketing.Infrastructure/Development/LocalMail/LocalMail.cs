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

    /// <summary>From the header, for lists.</summary>
    public required string Subject { get; init; }

    /// <summary>The message as it came over the wire, dots unstuffed.</summary>
    public required byte[] Content { get; init; }

    /// <summary>A message parsed for display. What is no message (RFC 5322) becomes the text of one.</summary>
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

    /// <summary>The files of a message: its parts but for the text that is read.</summary>
    public static IReadOnlyList<LocalMailFile> FilesOf(MimeMessage message) =>
    [
        .. message.BodyParts.OfType<MimePart>()
            .Where(part => part is not TextPart || part.IsAttachment || part.FileName is not null)
            .Select(part => new LocalMailFile(NameOf(part), part.ContentType.MimeType, Decode(part))),
    ];

    // The name is offered for saving: directories that the sender put before it are not.
    private static string NameOf(MimePart part) =>
        Path.GetFileName(part.FileName?.Replace('\\', '/')) is { Length: > 0 } name ? name : "attachment";

    private static byte[] Decode(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return content.ToArray();
    }
}

/// <summary>A file that came with a mail.</summary>
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
