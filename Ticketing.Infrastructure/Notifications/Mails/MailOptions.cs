using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications.Mails;

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
public sealed class SmtpOptions
{
    /// <summary>Its name; null: the local one, whose mails are read on the mailbox page.</summary>
    [StringLength(253, MinimumLength = 1)]
    public string? Host { get; set; }

    /// <summary>587 is the port for submitted mail, with STARTTLS; at 465 TLS begins with the first byte (RFC 8314).</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection must be encrypted. A server that offers no encryption then gets no mail.</summary>
    public bool Encrypt { get; set; } = true;

    /// <summary>Null: no signing in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>How long one mail may take.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
