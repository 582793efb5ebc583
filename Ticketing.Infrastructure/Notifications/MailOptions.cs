using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Settings under <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Who all mails are from.</summary>
    [Required, EmailAddress]
    public string FromAddress { get; set; } = "tickets@ticketing.example";

    /// <summary>The name beside <see cref="FromAddress"/>.</summary>
    [Required, StringLength(100)]
    public string FromName { get; set; } = "Ticketing";

    [Required, ValidateObjectMembers]
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>Settings under <c>Mail:Smtp</c>: which server takes our mails.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    private const int ImplicitTlsPort = 465;

    /// <summary>Its name; null: the application's own local server, whose mails are read on the mailbox page.</summary>
    [StringLength(253, MinimumLength = 1)]
    public string? Host { get; set; }

    /// <summary>587 is the port for submitted mail. 465, where servers begin with TLS at once, is refused: <see cref="System.Net.Mail.SmtpClient"/> can't do it.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection must be encrypted (STARTTLS).</summary>
    public bool Encrypt { get; set; } = true;

    /// <summary>Null: no signing in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>How long one mail may take.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>A port that only fails once a mail is due must not start.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is not null && Port == ImplicitTlsPort)
        {
            yield return new ValidationResult(
                "Mail:Smtp:Port 465 (TLS from the first byte) is not supported: use the same server's port 587 with STARTTLS.", [nameof(Port)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
