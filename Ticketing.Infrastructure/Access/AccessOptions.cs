using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Access;

/// <summary>Settings of accounts and sign-in, section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// Wrong passwords for one account from one network, or from one browser that has signed in before, after which further ones are
    /// refused there. Also the wrong codes after a right password that lock the second step of an account.
    /// </summary>
    [Range(3, 100)]
    public int LockoutAttempts { get; set; } = 5;

    /// <summary>The time within which failures count, and the duration of a refusal, in minutes.</summary>
    [Range(1, 24 * 60)]
    public int LockoutMinutes { get; set; } = 5;

    /// <summary>Wrong passwords for all accounts from one network within <see cref="LockoutMinutes"/>; browsers that have signed in before are exempt.</summary>
    [Range(10, 100_000)]
    public int NetworkFailuresMax { get; set; } = 100;

    /// <summary>Failed attempts on one account within an hour, from all networks, after which its holder gets a mail.</summary>
    [Range(3, 10_000)]
    public int FailuresTold { get; set; } = 20;

    /// <summary>The time for which a proof of presence (password, passkey or code) lets an account's security be changed, in minutes.</summary>
    [Range(1, 24 * 60)]
    public int ProofMinutes { get; set; } = 10;

    /// <summary>The lifetime of a bearer token of the HTTP API, in days.</summary>
    [Range(1, 365)]
    public int ApiTokenDays { get; set; } = 30;

    /// <summary>Maximum number of valid API tokens per account; issuing one more revokes the oldest.</summary>
    [Range(1, 1000)]
    public int ApiTokensMax { get; set; } = 50;

    /// <summary>The lifetime of a remembered session since its last request, in days.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 30;

    /// <summary>The absolute lifetime of a remembered session, in days.</summary>
    [Range(1, 3650)]
    public int SessionDaysMax { get; set; } = 90;

    /// <summary>The absolute lifetime of a session that ends with the browser, in hours.</summary>
    [Range(1, 24 * 30)]
    public int UnrememberedSessionHours { get; set; } = 24;

    /// <summary>
    /// Interval at which a session's name and address are refreshed, in seconds. Ended sessions are refused at their next request, in
    /// circuits at the next action or within ten seconds.
    /// </summary>
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

    /// <summary>
    /// Maximum number of account mails of one type to one address within 24 hours. Beyond it, one is sent per lifetime of its link.
    /// </summary>
    [Range(1, 1000)]
    public int MailsPerDayMax { get; set; } = 10;

    /// <summary>Iterations of PBKDF2-HMAC-SHA512 (OWASP's password storage cheat sheet recommends 210,000).</summary>
    [Range(10_000, 10_000_000)]
    public int PasswordHashIterations { get; set; } = 210_000;
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
