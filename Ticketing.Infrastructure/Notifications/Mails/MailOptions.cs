using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Settings under <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Sender of all mails.</summary>
    [Required, EmailAddress]
    public string FromAddress { get; set; } = "tickets@ticketing.example";

    /// <summary>The sender's display name.</summary>
    [Required, StringLength(100)]
    public string FromName { get; set; } = "Ticketing";

    [Required, ValidateObjectMembers]
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>Settings under <c>Mail:Smtp</c>: the outgoing mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>Host name; null for the local server with the mailbox page.</summary>
    [StringLength(253, MinimumLength = 1)]
    public string? Host { get; set; }

    /// <summary>587: submission with STARTTLS; 465: implicit TLS (RFC 8314).</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Requires encryption: no mail is sent to a server that offers none.</summary>
    public bool Encrypt { get; set; } = true;

    /// <summary>Null for no authentication.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Timeout for one mail, in seconds.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
