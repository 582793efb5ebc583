using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Settings under <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The sender's address.</summary>
    [Required, EmailAddress]
    public string FromAddress { get; set; } = "tickets@ticketing.example";

    /// <summary>The sender's display name.</summary>
    [Required, StringLength(100)]
    public string FromName { get; set; } = "Ticketing";

    [Required, ValidateObjectMembers]
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>Settings under <c>Mail:Smtp</c>: the SMTP server for outgoing mail.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's host name; null: the local server, whose mails are on the mailbox page.</summary>
    [StringLength(253, MinimumLength = 1)]
    public string? Host { get; set; }

    /// <summary>587: submission with STARTTLS; 465: implicit TLS (RFC 8314).</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Requires TLS: sending fails if the server does not offer it.</summary>
    public bool Encrypt { get; set; } = true;

    /// <summary>The user name; null: no authentication.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The timeout for one mail, in seconds.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
