using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Access;

/// <summary>Settings of accounts and sign-in, section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Consecutive wrong passwords or codes after which an account is locked.</summary>
    [Range(3, 100)]
    public int LockoutAttempts { get; set; } = 5;

    /// <summary>The duration of a lockout, in minutes.</summary>
    [Range(1, 24 * 60)]
    public int LockoutMinutes { get; set; } = 5;

    /// <summary>The lifetime of a bearer token of the HTTP API, in days.</summary>
    [Range(1, 365)]
    public int ApiTokenDays { get; set; } = 30;

    /// <summary>Maximum number of valid API tokens per account; issuing one more revokes the oldest.</summary>
    [Range(1, 1000)]
    public int ApiTokensMax { get; set; } = 50;

    /// <summary>The lifetime of a remembered session since its last request, in days.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 30;

    /// <summary>Maximum time that other sessions stay valid after "sign out everywhere", in seconds.</summary>
    [Range(0, 3600)]
    public int SessionCheckSeconds { get; set; } = 60;

    /// <summary>The lifetime of the link in a confirmation mail, in hours.</summary>
    [Range(1, 168)]
    public int ConfirmationHours { get; set; } = 48;

    /// <summary>The lifetime of the link in a password reset mail, in hours.</summary>
    [Range(1, 48)]
    public int ResetHours { get; set; } = 2;

    /// <summary>
    /// Minimum duration of a password reset request, in milliseconds, so that its timing does not reveal whether an account exists.
    /// </summary>
    [Range(0, 5000)]
    public int ResetRequestMilliseconds { get; set; } = 250;

    /// <summary>
    /// The pause between two account mails of one type to one address, in seconds. Other requests in it have the same answer and send none.
    /// </summary>
    [Range(0, 3600)]
    public int MailCooldownSeconds { get; set; } = 60;

    /// <summary>Maximum number of account mails of one type to one address within 24 hours.</summary>
    [Range(1, 1000)]
    public int MailsPerDayMax { get; set; } = 10;

    /// <summary>Iterations of PBKDF2-HMAC-SHA512 (OWASP's password storage cheat sheet recommends 210,000).</summary>
    [Range(10_000, 10_000_000)]
    public int PasswordHashIterations { get; set; } = 210_000;
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
